import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { loaded } from './loaded.ts'
import type { Done } from './sending.ts'

/** What waits for a person, and what was decided last on this screen. */
export const ReviewsModel = createModel(({ api, connection }: AppContext) => {
  const list = loaded((abort) => api.reviews(abort), connection)
  const done = signal<Done | null>(null)
  return {
    ...list,
    done,
    async settled(transactionNumber: string) {
      done.value = { words: messages.review.decided(transactionNumber) }
      await list.reload()
    },
  }
})
