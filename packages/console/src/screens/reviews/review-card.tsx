import type { ReviewItem } from '@pointpay/contracts'
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

/** One thing to be decided. A manager reads it; an operator decides. */
export function ReviewCard({ item, settled }: { item: ReviewItem; settled(): void }) {
  const { me, now } = useApp()
  const { mediaCode, transactionNumber } = item
  return (
    <article class="panel" aria-label={transactionNumber}>
      <header class="panel__head">
        <h2>
          <Link class="code" href={hrefToConversion(mediaCode, transactionNumber)}>
            {transactionNumber}
          </Link>
        </h2>
        <span class="badges">
          {item.test && <TestBadge />}
          <Badge tone="attention" shape="attention" text={words.kind[item.kind]} />
        </span>
      </header>
      <div class="columns columns--even">
        <div class="stack">
          <Facts
            facts={[
              [messages.conversion.memberId, <span class="code">{item.memberId}</span>],
              [messages.conversion.amount, formatKrw(item.amount)],
              [messages.conversion.media, mediaCode],
              ...(item.part === null
                ? []
                : ([[messages.conversion.partNumber, messages.conversion.part(item.part)]] as const)),
              [words.since, formatDuration(now() - Date.parse(item.since))],
            ]}
          />
          <section>
            <h3>{words.evidence}</h3>
            {item.evidence.length === 0 ? (
              <p class="quiet">{words.evidenceEmpty}</p>
            ) : (
              <ul class="evidence">
                {item.evidence.map((line, index) => (
                  <li key={index}>{line}</li>
                ))}
              </ul>
            )}
          </section>
        </div>
        {me.role === 'operator' ? (
          <DecisionForm item={item} settled={settled} />
        ) : (
          <p class="quiet">{words.readOnly}</p>
        )}
      </div>
    </article>
  )
}
