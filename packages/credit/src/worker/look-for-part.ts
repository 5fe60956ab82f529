import type { BooksResult } from '../books/read-books.ts'
import { readBooks } from '../books/read-books.ts'
import type { PointRow } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import type { PartEvent } from '../ledger/apply-events.ts'
import { holdsOtherwise, reasonOf } from '../ledger/reason.ts'
import { takeCall } from '../malls/take-call.ts'
import type { CallResult } from './call-result.ts'
import type { ClaimedPart, DuePart } from './claim.ts'
import { mallHealth } from './mall-health.ts'
import { retryInMs } from './retry.ts'

/** How far Cafe24's clock may be behind ours. */
const SKEW_MS = 3_600_000

/**
 * Looks for an unclear part in Cafe24's books. What is found is found at any time; that it is absent counts only after the
 * settling delay, and twice.
 */
export async function lookForPart(
  context: Context,
  { part, mall, attempt }: ClaimedPart,
): Promise<CallResult> {
  const books = await readBooks(
    context.cafe24,
    { mallId: mall.mallId, accessToken: mall.accessToken ?? '' },
    {
      memberId: part.member_id,
      shopNo: part.shop_no,
      from: new Date(part.created_at.getTime() - SKEW_MS),
      to: new Date(context.clock().getTime() + SKEW_MS),
    },
    {
      enough: (rows) => rows.some((row) => isOf(row, part)),
      // The claim counted the first call.
      beforeCall: async (made) => (made > 0 ? takeCall(context, mall.mallId) : undefined),
    },
  )
  const event = eventOf(context, part, attempt, books)
  const outcome = books.ok ? { ok: true as const, value: null, bucket: books.bucket } : books.failure
  return {
    event: { ...event, creditId: part.credit_id, partId: part.id, attempt },
    mall: mallHealth(mall, outcome),
  }
}

/** Whether a line of the books is this part. */
export function isOf(row: PointRow, part: Pick<DuePart, 'direction' | 'tag' | 'number' | 'parts'>): boolean {
  const moved = part.direction === 'increase' ? row.increase : row.decrease
  return moved > 0 && row.reason === reasonOf(part)
}

function eventOf(
  context: Context,
  part: DuePart,
  attempt: number,
  books: BooksResult,
): Omit<PartEvent, 'creditId' | 'partId'> {
  const { timing } = context
  const unknownMs = part.unknown_ms ?? 0
  if (books.ok && books.rows.some((row) => isOf(row, part))) {
    return { event: 'found', code: 'found', reason: `${reasonOf(part)} stands in the books` }
  }
  const told = whyUnclear(part, books)
  if (told) {
    if (unknownMs >= timing.reviewAfterMs) return { event: 'deadline-passed', ...told }
    return { event: 'look-again', dueInMs: nextLookMs(context, told.code, unknownMs), ...told }
  }
  if (unknownMs < timing.settleMs) return { event: 'look-again', dueInMs: timing.settleMs - unknownMs }
  const absent = { code: 'absent', reason: "not in the books, all of the member's rows read" }
  if (part.absences === 0) return { event: 'absent', dueInMs: timing.confirmMs, ...absent }
  return { event: 'absent-twice', dueInMs: retryInMs(context, attempt), ...absent }
}

/** Why the books tell nothing; null: they do. */
function whyUnclear(part: DuePart, books: BooksResult): { code: string; reason: string } | null {
  if (!books.ok) return { code: books.failure.code, reason: books.failure.message }
  const otherwise = books.rows.find(({ reason }) => holdsOtherwise(reason, part.tag))
  return otherwise ? { code: 'similar-line', reason: `"${otherwise.reason}" is not our wording` } : null
}

/** A look costs a call of the mall's budget: the longer it told nothing, the longer until the next. */
function nextLookMs({ timing, random }: Context, code: string, unknownMs: number): number {
  if (code === 'token-refused' || code === 'too-many-calls') return timing.peekMs
  const wholeMs = Math.min(Math.max(timing.lookAgainMs, unknownMs / 2), timing.lookAgainMs * 10)
  return wholeMs * (0.75 + random() / 2)
}
