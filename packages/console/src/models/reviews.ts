import type { ReviewItem } from '@pointpay/contracts'
import { computed, createModel, signal } from '@preact/signals'
import type { AppContext } from '../app-context.ts'
import { formatCount } from '../format/krw.ts'
import { messages } from '../messages.ts'
import { pages } from './pages.ts'
import { reviewQueryOf, type ReviewSearch } from './review-query.ts'
import type { Done } from './sending.ts'

/** What waits for a person, page after page, which of it is open or chosen, and what was decided last on this screen. */
export const ReviewsModel = createModel(({ api, connection }: AppContext, search: ReviewSearch) => {
  const query = reviewQueryOf(search)
  const list = pages<ReviewItem>(
    (cursor, abort) => api.reviews(cursor === undefined ? query : { ...query, cursor }, abort),
    connection,
  )
  const openId = signal<string | null>(null)
  const chosenIds = signal<ReadonlySet<string>>(new Set())
  const chosen = computed(() => list.state.value.items.filter(({ id }) => chosenIds.value.has(id)))
  const done = signal<Done | null>(null)

  function leave(item: ReviewItem) {
    chosenIds.value = new Set([...chosenIds.peek()].filter((id) => id !== item.id))
    list.drop(item)
  }

  return {
    ...list,
    /** One at a time: what is half decided in another would be forgotten there. */
    openId,
    toggle(item: ReviewItem) {
      openId.value = openId.peek() === item.id ? null : item.id
    },
    /** To be decided together. */
    chosen,
    choose({ id }: ReviewItem, isChosen: boolean) {
      const others = [...chosenIds.peek()].filter((each) => each !== id)
      chosenIds.value = new Set(isChosen ? [...others, id] : others)
    },
    chooseAll(isChosen: boolean) {
      chosenIds.value = new Set(isChosen ? list.state.peek().items.map(({ id }) => id) : [])
    },
    done,
    settled(item: ReviewItem) {
      openId.value = null
      done.value = { words: messages.review.decided(item.transactionNumber) }
      leave(item)
    },
    /** One of several; what is said of them is said at the end. */
    settledAmongOthers: leave,
    settledTogether(count: number) {
      done.value = { words: messages.review.decidedTogether(formatCount(count)) }
    },
  }
})
