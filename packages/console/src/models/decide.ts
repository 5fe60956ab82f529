import type { ReviewDecision, ReviewItem } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { sending } from './sending.ts'

export type Decision = ReviewDecision['decision']

/** One decision about to be made: which, and why. */
export const DecideModel = createModel(({ api }: AppContext, item: ReviewItem, done: () => void) => {
  const decision = signal<Decision | null>(null)
  const note = signal('')
  const errors = signal<{ decision?: string; note?: string }>({})
  const { state, run } = sending()
  return {
    decision,
    note,
    errors,
    state,
    async submit() {
      const chosen = decision.peek()
      const why = note.peek().trim()
      errors.value = {
        ...(chosen ? {} : { decision: messages.review.decisionMissing }),
        ...(why ? {} : { note: messages.review.noteMissing }),
      }
      if (!chosen || !why) return
      const result = await run(() => api.decideReview(item.id, { decision: chosen, note: why }))
      if (result) done()
    },
  }
})
