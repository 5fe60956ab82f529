import { auditActions } from '@pointpay/contracts'
import { useSignal } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Field } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { messages } from '../../messages.ts'
import type { AuditSearch } from '../../models/audit-query.ts'
import { hrefTo } from '../../routing/routes.ts'

const words = messages.audit

/** Starts from what the address holds, and on `검색` puts what was chosen there. */
export function AuditSearchForm({ search }: { search: AuditSearch }) {
  const { router } = useApp()
  const typed = useSignal(search)
  const bind = (name: keyof AuditSearch) => ({
    name,
    value: typed.value[name],
    onInput: (event: { currentTarget: { value: string } }) => {
      typed.value = { ...typed.value, [name]: event.currentTarget.value }
    },
  })
  return (
    <form
      class="search"
      role="search"
      aria-label={words.searchLabel}
      onSubmit={(event) => {
        event.preventDefault()
        router.go(hrefTo('audit', { ...typed.value, by: typed.value.by.trim() }))
      }}
    >
      <Field label={words.by} hint={words.byHint}>
        {(control) => (
          <input
            {...control}
            {...bind('by')}
            autocapitalize="none"
            spellcheck={false}
            autocomplete="off"
            maxLength={100}
          />
        )}
      </Field>
      <Field label={words.action}>
        {(control) => (
          <select {...control} {...bind('action')}>
            <option value="">{words.anyAction}</option>
            {auditActions.map((action) => (
              <option key={action} value={action}>
                {words.actions[action]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="search__buttons">
        <button class="button button--primary">{messages.conversion.search}</button>
        <Link class="button button--quiet" href={hrefTo('audit')}>
          {messages.conversion.clear}
        </Link>
      </div>
    </form>
  )
}
