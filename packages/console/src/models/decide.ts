import type { ReviewDecision, ReviewItem } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { ApiFailure, ApiResult } from '../api/failure.ts'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { sending } from './sending.ts'

export type Decision = ReviewDecision['decision']

/** What becomes of the items: `settled` of each, `finished` once none of them is left. */
export interface DecideEvents {
  settled(item: ReviewItem): void
  finished?(): void
}

/** One decision about to be made, of one item or of several of one kind: which, and why. Each item is decided by itself. */
export const DecideModel = createModel(
  ({ api }: AppContext, items: readonly ReviewItem[], { settled, finished }: DecideEvents) => {
    const decision = signal<Decision | null>(null)
    const note = signal('')
    const errors = signal<{ decision?: string; note?: string }>({})
    /** Of several, those that the server refused: somebody settled them meanwhile. */
    const refused = signal<readonly { item: ReviewItem; failure: ApiFailure }[]>([])
    const left = signal<readonly ReviewItem[]>(items)
    const { state, run } = sending()

    async function decideEach(wanted: ReviewDecision): Promise<ApiResult<null>> {
      for (const item of left.peek()) {
        const result = await api.decideReview(item.id, wanted)
        if (!result.ok && (items.length === 1 || !isOfItem(result.failure))) return result
        left.value = left.peek().filter((each) => each !== item)
        if (result.ok) settled(item)
        else refused.value = [...refused.peek(), { item, failure: result.failure }]
      }
      return { ok: true, value: null }
    }

    return {
      decision,
      note,
      errors,
      refused,
      left,
      state,
      async submit() {
        const chosen = decision.peek()
        const why = note.peek().trim()
        errors.value = {
          ...(chosen ? {} : { decision: messages.review.decisionMissing }),
          ...(why ? {} : { note: messages.review.noteMissing }),
        }
        if (!chosen || !why) return
        const result = await run(() => decideEach({ decision: chosen, note: why }))
        if (result && refused.peek().length === 0) finished?.()
      },
    }
  },
)

/** Those that can be made of every item. */
export function decisionsOf([first, ...others]: readonly [ReviewItem, ...ReviewItem[]]): Decision[] {
  return first.decisions.filter((each) => others.every(({ decisions }) => decisions.includes(each)))
}

/** The next item may go well. */
function isOfItem(failure: ApiFailure): boolean {
  return failure.kind === 'refused' && (failure.code === 'conflict' || failure.code === 'not_found')
}
