import {
  type Krw,
  type MediaCode,
  mediaCodeSchema,
  type ReviewDecision,
  type ReviewItem,
  type ReviewPage,
  type ReviewQuery,
  transactionNumberSchema,
} from '@pointpay/contracts'
import type { Review, ReviewKey } from '@pointpay/credit'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { RefundStore } from '../cancel/refund-store.ts'
import type { ConsoleOptions } from '../deps.ts'
import { kstText } from '../kst-day.ts'
import type { GivenUpKey, PointhubConversion } from '../ports.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { adviceOf, evidenceOf } from './evidence.ts'
import { parseReviewCursor, type ReviewCursor, writeCursor } from './review-cursor.ts'

const PAGE_SIZE = 50

/** What only a person can settle: parts of credits and cancels, and postbacks that were given up. */
export interface Reviews {
  /**
   * Longest waiting first; `mediaCodes` left out: of every media. However many are decided meanwhile, each that still waits is
   * on one page.
   * @throws {ConsoleRefusal} `invalid_request` for a cursor that is not ours
   */
  page(query: ReviewPageQuery): Promise<ReviewPage>
  /**
   * On the audit trail it stands twice: as asked for before, and with what came of it.
   * @throws {ConsoleRefusal} `not_found`, `conflict` where it was settled meanwhile or cannot be in this way
   */
  decide(id: string, decision: ReviewDecision, by: string): Promise<ReviewItem>
}

export interface ReviewPageQuery extends Pick<ReviewQuery, 'kind' | 'cursor'> {
  mediaCodes?: readonly MediaCode[] | undefined
}

interface ReviewDeps extends Pick<ConsoleOptions, 'credits' | 'pointhub'> {
  refunds: RefundStore
  audit: AuditTrail
  wake(): void
}

export function createReviews({ credits, pointhub, refunds, audit, wake }: ReviewDeps): Reviews {
  async function findParts({ mediaCodes, kind }: ReviewPageQuery, after: ReviewKey | null): Promise<Found[]> {
    if (kind === 'postback-given-up') return []
    const found = await credits.ledger.reviews({
      ...(mediaCodes && { mediaCodes }),
      ...(kind && { kind }),
      ...(after && { after }),
      limit: PAGE_SIZE + 1,
    })
    return found.map((review) => ({ part: review.key, item: itemOfPart(review) }))
  }

  async function findPostbacks(
    { mediaCodes, kind }: ReviewPageQuery,
    after: GivenUpKey | null,
  ): Promise<Found[]> {
    if (kind !== undefined && kind !== 'postback-given-up') return []
    const found = await pointhub.givenUpPostbacks({
      ...(mediaCodes && { mediaCodes }),
      ...(after && { after }),
      limit: PAGE_SIZE + 1,
    })
    return found.map((postback) => ({ postback: postback.key, item: itemOfPostback(postback) }))
  }

  async function find(id: string): Promise<ReviewItem | null> {
    if (id.startsWith(PART)) {
      const review = await credits.ledger.review(id.slice(PART.length) as Review['partId'])
      return review && itemOfPart(review)
    }
    const [source, code, number] = id.split(':')
    const mediaCode = mediaCodeSchema.safeParse(code)
    const transactionNumber = transactionNumberSchema.safeParse(number)
    if (source !== POSTBACK || !mediaCode.success || !transactionNumber.success) return null
    const conversion = await pointhub.conversionOf(mediaCode.data, transactionNumber.data)
    return conversion?.state === 'review' ? itemOfPostback(conversion) : null
  }

  /** false: it was settled meanwhile. */
  async function settle(
    { id, kind, mediaCode, transactionNumber }: ReviewItem,
    { decision, note }: ReviewDecision,
    by: string,
  ): Promise<boolean> {
    if (kind === 'postback-given-up')
      return (
        (await pointhub.decidePostback(
          mediaCode,
          transactionNumber,
          decision as PostbackDecision,
          by,
          note,
        )) === 'done'
      )
    const partId = id.slice(PART.length) as Review['partId']
    const settled = await credits.ledger.decide({ partId, decision, by, note })
    return settled.kind === 'decided'
  }

  return {
    async page(query) {
      const before = query.cursor === undefined ? start : parseReviewCursor(query.cursor)
      if (before === null) throw new ConsoleRefusal('invalid_request', { field: 'cursor' })
      const found = await Promise.all([findParts(query, before.part), findPostbacks(query, before.postback)])
      const all = found.flat().sort(compareAges)
      const shown = all.slice(0, PAGE_SIZE)
      return {
        items: shown.map(({ item }) => item),
        nextCursor: all.length > PAGE_SIZE ? writeCursor(moveOn(before, shown)) : null,
      }
    },

    async decide(id, wanted, by) {
      const { decision, note } = wanted
      const item = await find(id)
      if (!item) throw new ConsoleRefusal('not_found')
      const { kind, mediaCode, transactionNumber } = item
      if (!item.decisions.includes(decision)) throw new ConsoleRefusal('conflict', { field: 'decision' })
      const line = { by, action: 'review.decide', mediaCode, subject: transactionNumber } as const
      const outcome = `${kind}: ${decision} (${note})`
      const asked = { ...line, outcome: `asked: ${outcome}` }
      // Giving a credit up takes back what arrived of it; the shopper's points follow.
      if (decision === 'abandon' && kind.startsWith('credit-'))
        await refunds.open({ mediaCode, transactionNumber, by, reason: note }, asked)
      else await audit.record(asked)
      const isSettled = await settle(item, wanted, by)
      await audit.record({ ...line, outcome: isSettled ? outcome : 'conflict' })
      if (!isSettled) throw new ConsoleRefusal('conflict')
      wake()
      return item
    },
  }
}

/** An item, and where its source goes on after it. */
type Found = { item: ReviewItem } & (
  | { part: ReviewKey; postback?: never }
  | { postback: GivenUpKey; part?: never }
)

const start: ReviewCursor = { part: null, postback: null }

function compareAges(one: Found, other: Found): number {
  const [at, otherAt] = [(one.part ?? one.postback).at, (other.part ?? other.postback).at]
  return at < otherAt ? -1 : at > otherAt ? 1 : 0
}

/** Each source goes on behind the last of its own that was shown. */
function moveOn(before: ReviewCursor, shown: readonly Found[]): ReviewCursor {
  return {
    part: shown.findLast(({ part }) => part)?.part ?? before.part,
    postback: shown.findLast(({ postback }) => postback)?.postback ?? before.postback,
  }
}

const PART = 'part:'
const POSTBACK = 'postback'
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
  const { mediaCode, transactionNumber, test, memberId, amount, givenUpAt, convertedAt, lastAnswer } =
    conversion
  const since = givenUpAt ?? convertedAt
  return {
    id: `${POSTBACK}:${mediaCode}:${transactionNumber}`,
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
