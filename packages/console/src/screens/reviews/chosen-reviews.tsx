import type { ReviewItem } from '@pointpay/contracts'
import { useSignal } from '@preact/signals'
import { Dialog } from '../../components/dialog.tsx'
import { formatCount, formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import type { ReviewsModel } from '../../models/reviews.ts'
import { DecisionForm } from './decision-form.tsx'

const words = messages.review

/** The items that were chosen to be decided together: how many, how much, and the decision, which is of one kind alone. */
export function ChosenReviews({ model }: { model: InstanceType<typeof ReviewsModel> }) {
  const deciding = useSignal<readonly [ReviewItem, ...ReviewItem[]] | null>(null)
  const { items } = model.state.value
  const chosen = model.chosen.value
  const [first, ...others] = chosen
  if (items.length < 2 && !deciding.value) return null
  const isMixed = chosen.some(({ kind }) => kind !== first?.kind)
  const isAll = chosen.length === items.length
  return (
    <div class="review-choice">
      <label class="choice">
        <input
          type="checkbox"
          checked={isAll && chosen.length > 0}
          onChange={(event) => model.chooseAll(event.currentTarget.checked)}
        />
        <span>{words.chooseAll(formatCount(items.length))}</span>
      </label>
      {first && (
        <>
          <p role="status">{words.chosen(formatCount(chosen.length), formatKrw(sumOf(chosen)))}</p>
          {isMixed ? (
            <p class="quiet">{words.mixedKinds}</p>
          ) : (
            <button
              type="button"
              class="button button--primary"
              onClick={() => (deciding.value = [first, ...others])}
            >
              {words.decideTogether}
            </button>
          )}
        </>
      )}
      {deciding.value && (
        <Together items={deciding.value} model={model} onClose={() => (deciding.value = null)} />
      )}
    </div>
  )
}

interface TogetherProps {
  items: readonly [ReviewItem, ...ReviewItem[]]
  model: InstanceType<typeof ReviewsModel>
  onClose(): void
}

function Together({ items, model, onClose }: TogetherProps) {
  const [{ kind }] = items
  return (
    <Dialog title={words.togetherTitle(formatCount(items.length))} onClose={onClose}>
      <div class="stack">
        <p>{words.together(words.kind[kind], formatKrw(sumOf(items)))}</p>
        <DecisionForm
          items={items}
          settled={(item) => model.settledAmongOthers(item)}
          finished={() => {
            model.settledTogether(items.length)
            onClose()
          }}
        />
      </div>
    </Dialog>
  )
}

function sumOf(items: readonly ReviewItem[]): number {
  return items.reduce((sum, { amount }) => sum + amount, 0)
}
