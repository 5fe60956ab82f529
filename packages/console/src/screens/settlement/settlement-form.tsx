import { useSignal } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Field } from '../../components/field.tsx'
import { MediaSelect } from '../../components/media-select.tsx'
import { messages } from '../../messages.ts'
import { settlementError, type SettlementSearch } from '../../models/settlement.ts'
import { hrefTo } from '../../routing/routes.ts'

const words = messages.settlement

/** Starts from what the address holds, and on `조회` puts what was chosen there. */
export function SettlementForm({ search }: { search: SettlementSearch }) {
  const { router } = useApp()
  const typed = useSignal(search)
  const error = useSignal(settlementError(search))
  const bind = (name: keyof SettlementSearch) => ({
    name,
    value: typed.value[name],
    onInput: (event: { currentTarget: { value: string } }) => {
      typed.value = { ...typed.value, [name]: event.currentTarget.value }
    },
  })
  return (
    <form
      class="search"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        error.value = settlementError(typed.value)
        if (error.value === null) router.go(hrefTo('settlement', { ...typed.value }))
      }}
    >
      <MediaSelect label={words.media} any={words.allMedia} {...bind('mediaCode')} />
      <Field label={words.from}>{(control) => <input type="date" {...control} {...bind('from')} />}</Field>
      <Field label={words.to} error={error.value ?? undefined}>
        {(control) => <input type="date" {...control} {...bind('to')} />}
      </Field>
      <div class="search__buttons">
        <button class="button button--primary">{words.show}</button>
      </div>
    </form>
  )
}
