import { consoleStates } from '@pointpay/contracts'
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Field } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { MediaSelect } from '../../components/media-select.tsx'
import { focusFirstWrong } from '../../components/focus-first-wrong.ts'
import { messages } from '../../messages.ts'
import { searchErrors, type ConversionField, type ConversionSearch } from '../../models/conversion-query.ts'
import { hrefTo } from '../../routing/routes.ts'

/** Starts from what the address holds, and on `검색` puts what was typed there. */
export function ConversionSearchForm({ search }: { search: ConversionSearch }) {
  const { router } = useApp()
  const typed = useSignal(search)
  const errors = useSignal(searchErrors(search))
  const form = useRef<HTMLFormElement>(null)
  const words = messages.conversion
  const bind = (field: ConversionField) => ({
    name: field,
    value: typed.value[field],
    onInput: (event: { currentTarget: { value: string } }) => {
      typed.value = { ...typed.value, [field]: event.currentTarget.value }
    },
  })

  function submit() {
    const trimmed = {
      ...typed.value,
      memberId: typed.value.memberId.trim(),
      transactionNumber: typed.value.transactionNumber.trim(),
    }
    errors.value = searchErrors(trimmed)
    if (Object.keys(errors.value).length > 0) return focusFirstWrong(form.current)
    router.go(hrefTo('conversions', trimmed))
  }

  return (
    <form
      ref={form}
      class="search"
      role="search"
      aria-label={words.searchLabel}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label={words.memberId} error={errors.value.memberId}>
        {(control) => (
          <input
            {...control}
            {...bind('memberId')}
            autocapitalize="none"
            spellcheck={false}
            autocomplete="off"
          />
        )}
      </Field>
      <Field label={words.transactionNumber} error={errors.value.transactionNumber}>
        {(control) => (
          <input
            {...control}
            {...bind('transactionNumber')}
            autocapitalize="none"
            spellcheck={false}
            autocomplete="off"
          />
        )}
      </Field>
      <Field label={words.state}>
        {(control) => (
          <select {...control} {...bind('state')}>
            <option value="">{words.anyState}</option>
            {consoleStates.map((state) => (
              <option key={state} value={state}>
                {messages.state[state]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <MediaSelect label={words.media} any={words.anyMedia} {...bind('mediaCode')} />
      <Field label={words.from}>{(control) => <input type="date" {...control} {...bind('from')} />}</Field>
      <Field label={words.to} error={errors.value.to}>
        {(control) => <input type="date" {...control} {...bind('to')} />}
      </Field>
      <div class="search__buttons">
        <button class="button button--primary">{words.search}</button>
        <Link class="button button--quiet" href={hrefTo('conversions')}>
          {words.clear}
        </Link>
      </div>
    </form>
  )
}
