import type { ReadonlySignal, Signal } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { Field } from '../../components/field.tsx'
import { formatCount } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { hrefTo } from '../../routing/routes.ts'

const words = messages.media

export interface MediaFilterProps {
  model: {
    text: Signal<string>
    onlyNeedsMe: Signal<boolean>
    needsMeCount: ReadonlySignal<number>
    found: ReadonlySignal<readonly unknown[]>
  }
  /** Of all media. */
  count: number
}

/** Narrows the list while it is typed. The address follows once that is done, so that the way back leads to the same list. */
export function MediaFilter({ model, count }: MediaFilterProps) {
  const { router } = useApp()
  const keepInAddress = () =>
    router.replace(
      hrefTo('media', { find: model.text.peek(), 'needs-me': model.onlyNeedsMe.peek() ? '1' : undefined }),
    )
  return (
    <form
      class="search search--line"
      role="search"
      aria-label={words.searchLabel}
      onSubmit={(event) => event.preventDefault()}
    >
      <Field label={words.find} hint={words.findHint}>
        {(control) => (
          <input
            {...control}
            type="search"
            autocapitalize="none"
            spellcheck={false}
            autocomplete="off"
            value={model.text.value}
            onInput={(event) => (model.text.value = event.currentTarget.value)}
            onChange={keepInAddress}
          />
        )}
      </Field>
      <label class="choice">
        <input
          type="checkbox"
          checked={model.onlyNeedsMe.value}
          onChange={(event) => {
            model.onlyNeedsMe.value = event.currentTarget.checked
            keepInAddress()
          }}
        />
        <span>{words.onlyNeedsMe(formatCount(model.needsMeCount.value))}</span>
      </label>
      <p role="status" class="quiet">
        {words.shown(formatCount(model.found.value.length), formatCount(count))}
      </p>
    </form>
  )
}
