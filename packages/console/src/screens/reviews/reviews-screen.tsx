import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { DeedOutcome } from '../../components/deed-outcome.tsx'
import { Empty } from '../../components/empty.tsx'
import { Paged } from '../../components/paged.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import { reviewSearchOf, type ReviewSearch } from '../../models/review-query.ts'
import { ReviewsModel } from '../../models/reviews.ts'
import { ChosenReviews } from './chosen-reviews.tsx'
import { ReviewCard } from './review-card.tsx'
import { ReviewSearchForm } from './review-search-form.tsx'

const words = messages.review

/** What the machines could not tell: each with what was tried and seen, and the decisions that are possible. */
export function ReviewsScreen() {
  const { router } = useApp()
  const { search: key, searchParams } = router.address.value
  const search = reviewSearchOf(searchParams)
  return (
    <Page title={words.title} lead={words.lead}>
      <ReviewSearchForm search={search} />
      <Found key={key} search={search} />
    </Page>
  )
}

function Found({ search }: { search: ReviewSearch }) {
  const app = useApp()
  const model = useModel(() => new ReviewsModel(app, search))
  const isSearch = Object.values(search).some(Boolean)
  return (
    <>
      <div class="buttons buttons--end">
        <button type="button" class="button" onClick={() => void model.reload()}>
          {messages.reload}
        </button>
      </div>
      <DeedOutcome done={model.done.value} />
      {app.me.role === 'operator' && <ChosenReviews model={model} />}
      <Paged
        pages={model}
        empty={<Empty title={words.emptyTitle}>{isSearch ? words.emptySearch : words.empty}</Empty>}
      >
        {(items) => (
          <ul class="reviews plain">
            {items.map((item) => (
              <li key={item.id}>
                <ReviewCard
                  item={item}
                  isOpen={model.openId.value === item.id}
                  toggle={() => model.toggle(item)}
                  isChosen={model.chosen.value.includes(item)}
                  choose={(isChosen) => model.choose(item, isChosen)}
                  settled={() => model.settled(item)}
                />
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </>
  )
}
