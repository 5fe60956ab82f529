import { reviewKinds } from '@pointpay/contracts'
import { useApp } from '../../app-context.ts'
import { Field } from '../../components/field.tsx'
import { MediaSelect } from '../../components/media-select.tsx'
import { messages } from '../../messages.ts'
import type { ReviewSearch } from '../../models/review-query.ts'
import { hrefTo } from '../../routing/routes.ts'

const words = messages.review

/** Narrows the list to a media or a kind; the address holds what was chosen. */
export function ReviewSearchForm({ search }: { search: ReviewSearch }) {
  const { router } = useApp()
  const bind = (name: keyof ReviewSearch) => ({
    name,
    value: search[name],
    onInput: (event: { currentTarget: { value: string } }) =>
      router.replace(hrefTo('reviews', { ...search, [name]: event.currentTarget.value })),
  })
  return (
    <form
      class="search"
      role="search"
      aria-label={words.searchLabel}
      onSubmit={(event) => event.preventDefault()}
    >
      <MediaSelect
        label={messages.conversion.media}
        any={messages.conversion.anyMedia}
        {...bind('mediaCode')}
      />
      <Field label={words.kindLabel}>
        {(control) => (
          <select {...control} {...bind('kind')}>
            <option value="">{words.anyKind}</option>
            {reviewKinds.map((kind) => (
              <option key={kind} value={kind}>
                {words.kind[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
    </form>
  )
}
