import type { Krw, MediaCode, ReviewDecision, ReviewItem, TransactionNumber } from '@pointpay/contracts'
import type { Review } from '@pointpay/credit'
import type { RefundStore } from '../cancel/refund-store.ts'
import type { ConsoleOptions } from '../deps.ts'
import { kstText } from '../kst-day.ts'
import type { PointhubConversion } from '../ports.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { adviceOf, evidenceOf } from './evidence.ts'

/** What only a person can settle: parts of credits and cancels, and postbacks that were given up. */
export interface Reviews {
  /** Oldest first; `mediaCodes` left out: of every media. */
  list(mediaCodes?: readonly MediaCode[]): Promise<ReviewItem[]>
  /** @throws {ConsoleRefusal} `not_found`, `conflict` where it was settled meanwhile or cannot be in this way */
  decide(id: string, decision: ReviewDecision, by: string): Promise<ReviewItem>
}

interface ReviewDeps extends Pick<ConsoleOptions, 'credits' | 'pointhub'> {
  refunds: RefundStore
  wake(): void
}

export function createReviews({ credits, pointhub, refunds, wake }: ReviewDeps): Reviews {
  async function list(mediaCodes?: readonly MediaCode[]): Promise<ReviewItem[]> {
    const [parts, postbacks] = await Promise.all([
      credits.ledger.reviews(mediaCodes),
      pointhub.givenUpPostbacks(mediaCodes ?? 'all'),
    ])
    return [...parts.map(itemOfPart), ...postbacks.map(itemOfPostback)].sort((one, other) =>
      one.since.localeCompare(other.since),
    )
  }

  return {
    list,
    async decide(id, { decision, note }, by) {
      const item = (await list()).find((each) => each.id === id)
      if (!item) throw new ConsoleRefusal('not_found')
      const { mediaCode, transactionNumber } = item
      if (!item.decisions.includes(decision)) throw new ConsoleRefusal('conflict', { field: 'decision' })
      if (item.kind === 'postback-given-up') {
        const settled = await pointhub.decidePostback(
          mediaCode,
          transactionNumber,
          decision as PostbackDecision,
          by,
          note,
        )
        if (settled === 'not-found') throw new ConsoleRefusal('conflict')
        return item
      }
      // Giving a credit up takes back what arrived of it; the shopper's points follow.
      if (decision === 'abandon' && item.kind.startsWith('credit-'))
        await refunds.open({ mediaCode, transactionNumber, by, reason: note })
      const partId = id.slice(PART.length) as Review['partId']
      const settled = await credits.ledger.decide({ partId, decision, by, note })
      if (settled.kind !== 'decided') throw new ConsoleRefusal('conflict')
      wake()
      return item
    },
  }
}

const PART = 'part:'
const postbackDecisions = ['retry', 'applied', 'abandon'] as const
type PostbackDecision = (typeof postbackDecisions)[number]

function itemOfPart({ partId, credit, part, kind, since, decisions, history }: Review): ReviewItem {
  return {
    id: `${PART}${partId}`,
    kind,
    mediaCode: credit.mediaCode,
    test: credit.test,
    transactionNumber: credit.transactionNumber,
    memberId: credit.memberId,
    amount: part.amount as Krw,
    part: part.parts > 1 ? part.number : null,
    since: since.toISOString(),
    evidence: [...history.flatMap(evidenceOf), ...adviceOf(part.lastCode)],
    decisions,
  }
}

function itemOfPostback(conversion: PointhubConversion): ReviewItem {
  const { mediaCode, test, memberId, amount, givenUpAt, convertedAt, lastAnswer } = conversion
  const transactionNumber: TransactionNumber = conversion.transactionNumber
  const since = givenUpAt ?? convertedAt
  return {
    id: `postback:${mediaCode}:${transactionNumber}`,
    kind: 'postback-given-up',
    mediaCode,
    test,
    transactionNumber,
    memberId,
    amount: amount as Krw,
    part: null,
    since: since.toISOString(),
    evidence: [
      `${kstText(convertedAt)} 포인트를 전환함`,
      `${kstText(since)} RETURN URL이 끝까지 받아들이지 않아 담당자에게 넘김`,
      ...(lastAnswer ? [`마지막 응답: ${lastAnswer}`] : []),
    ],
    decisions: [...postbackDecisions],
  }
}
