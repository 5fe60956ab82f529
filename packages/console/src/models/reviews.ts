import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { loaded } from './loaded.ts'

/** What waits for a person, and what was decided last on this screen. */
export const ReviewsModel = createModel(({ api, connection }: AppContext) => {
  const list = loaded((abort) => api.reviews(abort), connection)
  const decided = signal<string | null>(null)
  return {
    ...list,
    decided,
    async settled(transactionNumber: string) {
      decided.value = transactionNumber
      await list.reload()
    },
  }
})
