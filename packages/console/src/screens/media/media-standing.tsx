import type { MediaStatus } from '@pointpay/contracts'
import { Facts } from '../../components/facts.tsx'
import { Instant } from '../../components/instant.tsx'
import { Link } from '../../components/link.tsx'
import { Notice } from '../../components/notice.tsx'
import { TestBadge } from '../../components/test-badge.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatCount } from '../../format/krw.ts'
import { messages } from '../../messages.ts'
import { hrefTo } from '../../routing/routes.ts'
import { ConsentBadge } from './consent-badge.tsx'

const words = messages.media

/** How a media stands now. */
export function MediaStanding({ media }: { media: MediaStatus }) {
  return (
    <section class="panel">
      <div class="panel__head">
        <h2>{words.status}</h2>
        <span class="badges">
          {media.mode === 'test' && <TestBadge />}
          <ConsentBadge consent={media.consent} />
        </span>
      </div>
      {media.consentProblem && <Notice tone="bad">{media.consentProblem}</Notice>}
      <Facts
        facts={[
          [words.kindLabel, words.kind[media.kind]],
          [words.code, <span class="code">{media.code}</span>],
          ...(media.mallId ? ([[words.mallId, <span class="code">{media.mallId}</span>]] as const) : []),
          [
            words.tokenGoodUntil,
            media.tokenGoodUntil ? <Instant at={media.tokenGoodUntil} /> : messages.none,
          ],
          [
            words.lastCreditAt,
            media.lastCreditAt ? <Instant at={media.lastCreditAt} /> : words.neverCredited,
          ],
          [
            words.backlog,
            <>
              {formatCount(media.backlog)}
              {messages.unit.count}
              {media.oldestWaitingMs !== null && (
                <span class="quiet"> · {words.oldestWaiting(formatDuration(media.oldestWaitingMs))}</span>
              )}
            </>,
          ],
          [
            words.needsPerson,
            media.needsPerson > 0 ? (
              <Link href={hrefTo('reviews', { mediaCode: media.code })}>
                {formatCount(media.needsPerson)}
                {messages.unit.count}
              </Link>
            ) : (
              messages.none
            ),
          ],
        ]}
      />
    </section>
  )
}
