import type { ReviewItem } from '@pointpay/contracts'
import { createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { messages } from '../messages.ts'
import { pages } from './pages.ts'
import { reviewQueryOf, type ReviewSearch } from './review-query.ts'
import type { Done } from './sending.ts'

/** What waits for a person, page after page, which of it is open, and what was decided last on this screen. */
export const ReviewsModel = createModel(({ api, connection }: AppContext, search: ReviewSearch) => {
  const query = reviewQueryOf(search)
  const list = pages<ReviewItem>(
    (cursor, abort) => api.reviews(cursor === undefined ? query : { ...query, cursor }, abort),
    connection,
  )
  const openId = signal<string | null>(null)
  const done = signal<Done | null>(null)
  return {
    ...list,
    /** One at a time: what is half decided in another would be forgotten there. */
    openId,
    toggle(item: ReviewItem) {
      openId.value = openId.peek() === item.id ? null : item.id
    },
    done,
    settled(item: ReviewItem) {
      openId.value = null
      done.value = { words: messages.review.decided(item.transactionNumber) }
      list.drop(item)
    },
  }
})
