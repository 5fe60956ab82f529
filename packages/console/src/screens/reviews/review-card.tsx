import type { ReviewItem } from '@pointpay/contracts'
import { useId } from 'preact/hooks'
import { useApp } from '../../app-context.ts'
import { Badge } from '../../components/badge.tsx'
import { Facts } from '../../components/facts.tsx'
import { Link } from '../../components/link.tsx'
import { TestBadge } from '../../components/test-badge.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatKrw } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { hrefToConversion } from '../../routing/routes.ts'
import { DecisionForm } from './decision-form.tsx'

const words = messages.review

export interface ReviewCardProps {
  item: ReviewItem
  isOpen: boolean
  toggle(): void
  isChosen: boolean
  choose(isChosen: boolean): void
  settled(): void
}

/** One thing to be decided. What was seen, and the form, open on a press: a manager reads, an operator decides. */
export function ReviewCard({ item, isOpen, toggle, isChosen, choose, settled }: ReviewCardProps) {
  const { me } = useApp()
  const details = useId()
  const { mediaCode, transactionNumber } = item
  return (
    <article class="panel review" aria-label={transactionNumber}>
      <header class="panel__head">
        <h2 class="review__title">
          {me.role === 'operator' && (
            <input
              type="checkbox"
              aria-label={words.choose(transactionNumber)}
              checked={isChosen}
              onChange={(event) => choose(event.currentTarget.checked)}
            />
          )}
          <Link class="code" href={hrefToConversion(mediaCode, transactionNumber)}>
            {transactionNumber}
          </Link>
        </h2>
        <span class="badges">
          {item.test && <TestBadge />}
          <Badge tone="attention" shape="attention" text={words.kind[item.kind]} />
        </span>
      </header>
      <div class="review__line">
        <Summary item={item} />
        <button
          type="button"
          class="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? details : undefined}
          onClick={toggle}
        >
          {isOpen ? messages.fold : me.role === 'operator' ? words.open : words.openToRead}
        </button>
      </div>
      {isOpen && (
        <div id={details} class="columns columns--even">
          <Evidence lines={item.evidence} />
          {me.role === 'operator' ? (
            <DecisionForm items={[item]} settled={settled} />
          ) : (
            <p class="quiet">{words.readOnly}</p>
          )}
        </div>
      )}
    </article>
  )
}

function Summary({ item }: { item: ReviewItem }) {
  const { now } = useApp()
  const facts = [
    [messages.conversion.memberId, <span class="code">{item.memberId}</span>],
    [messages.conversion.amount, <span class="number">{formatKrw(item.amount)}</span>],
    [messages.conversion.media, item.mediaCode],
    ...(item.part === null
      ? []
      : ([[messages.conversion.partNumber, messages.conversion.part(item.part)]] as const)),
    [words.since, formatDuration(now() - Date.parse(item.since))],
  ] as const
  return <Facts class="review__facts" facts={facts} />
}

function Evidence({ lines }: { lines: readonly string[] }) {
  return (
    <section>
      <h3>{words.evidence}</h3>
      {lines.length === 0 ? (
        <p class="quiet">{words.evidenceEmpty}</p>
      ) : (
        <ul class="evidence">
          {lines.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
