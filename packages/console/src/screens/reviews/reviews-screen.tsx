import { useModel } from '@preact/signals'
import { useApp } from '../../app-context.ts'
import { DeedOutcome } from '../../components/deed-outcome.tsx'
import { Empty } from '../../components/empty.tsx'
import { LoadedView } from '../../components/loaded-view.tsx'
import { Page } from '../../components/page.tsx'
import { messages } from '../../messages.ts'
import { ReviewsModel } from '../../models/reviews.ts'
import { ReviewCard } from './review-card.tsx'

const words = messages.review

/** What the machines could not tell: each with what was tried and seen, and the decisions that are possible. */
export function ReviewsScreen() {
  const app = useApp()
  const model = useModel(() => new ReviewsModel(app))
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <button type="button" class="button" onClick={() => void model.reload()}>
          {messages.reload}
        </button>
      }
    >
      <DeedOutcome done={model.done.value} />
      <LoadedView state={model.state.value} reload={model.reload} lines={8}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={words.emptyTitle}>{words.empty}</Empty>
          ) : (
            <ul class="stack plain">
              {items.map((item) => (
                <li key={item.id}>
                  <ReviewCard item={item} settled={() => void model.settled(item.transactionNumber)} />
                </li>
              ))}
            </ul>
          )
        }
      </LoadedView>
    </Page>
  )
}
