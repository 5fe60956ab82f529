import type { BooksResult } from '../books/read-books.ts'
import { readBooks } from '../books/read-books.ts'
import type { PointRow } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import type { PartEvent } from '../ledger/apply-events.ts'
import { reasonOf } from '../ledger/reason.ts'
import type { CallResult } from './call-result.ts'
import type { ClaimedPart, DuePart } from './claim.ts'
import { mallHealth } from './mall-health.ts'

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
      from: new Date(part.created_at.getTime() - SKEW_MS),
      to: new Date(context.clock().getTime() + SKEW_MS),
    },
    { enough: (rows) => rows.some((row) => isOf(row, part)) },
  )
  const event = eventOf(context, part, books)
  const outcome = books.ok ? { ok: true as const, value: null, bucket: books.bucket } : books.failure
  return {
    event: { ...event, creditId: part.credit_id, partId: part.id, attempt },
    mall: mallHealth(mall, outcome, books.calls),
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
  books: BooksResult,
): Omit<PartEvent, 'creditId' | 'partId'> {
  const { timing } = context
  const unknownMs = part.unknown_ms ?? 0
  if (books.ok && books.rows.some((row) => isOf(row, part))) {
    return { event: 'found', code: 'found', reason: `${reasonOf(part)} stands in the books` }
  }
  if (!books.ok) {
    const told = { code: books.failure.code, reason: books.failure.message }
    if (unknownMs >= timing.reviewAfterMs) return { event: 'deadline-passed', ...told }
    return { event: 'look-again', dueInMs: nextLookMs(context, books.failure.code, unknownMs), ...told }
  }
  if (unknownMs < timing.settleMs) return { event: 'look-again', dueInMs: timing.settleMs - unknownMs }
  const told = { code: 'absent', reason: `not in the books, ${books.rows.length} of the member's rows read` }
  if (part.absences === 0) return { event: 'absent', dueInMs: timing.confirmMs, ...told }
  return { event: 'absent-twice', dueInMs: 0, ...told }
}

/** A look costs a call of the mall's budget: the longer it told nothing, the longer until the next. */
function nextLookMs({ timing, random }: Context, code: string, unknownMs: number): number {
  if (code === 'token-refused' || code === 'too-many-calls') return timing.peekMs
  const wholeMs = Math.min(Math.max(timing.lookAgainMs, unknownMs / 2), timing.lookAgainMs * 10)
  return wholeMs * (0.75 + random() / 2)
}
