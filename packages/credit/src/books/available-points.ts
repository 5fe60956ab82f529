import type { Failure } from '../cafe24/outcome.ts'
import type { PointRow } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import { takeCall } from '../malls/take-call.ts'
import { readBooks } from './read-books.ts'

const DAY_MS = 86_400_000

/**
 * What the member could lose now, KRW: with the 적립금 scopes alone it is the total beside the member's newest row, and since
 * dates are required, the window is widened backwards until there is one. `since`: when the member surely
 * had a row.
 */
export async function availablePoints(
  context: Context,
  access: { mallId: string; accessToken: string },
  member: { memberId: string; shopNo: number; since: Date },
): Promise<{ ok: true; available: number } | Failure> {
  const now = context.clock()
  const books = await readBooks(
    context.cafe24,
    access,
    {
      memberId: member.memberId,
      shopNo: member.shopNo,
      from: new Date(member.since.getTime() - DAY_MS),
      to: new Date(now.getTime() + DAY_MS / 24),
    },
    { enough: isNewestKnown, beforeCall: () => takeCall(context, access.mallId) },
  )
  if (!books.ok) return books.failure
  const newest = newestOf(books.rows)
  return { ok: true, available: Math.floor(newest?.totalAfter ?? 0) }
}

/** Newest first, as Cafe24 lists them, the first page tells; a listing that begins with the oldest is read to its end. */
function isNewestKnown(rows: readonly PointRow[]): boolean {
  const [first] = rows
  const last = rows.at(-1)
  return first !== undefined && last !== undefined && first.issuedAt > last.issuedAt
}

function newestOf(rows: readonly PointRow[]): PointRow | undefined {
  const [first] = rows
  const last = rows.at(-1)
  // Of rows of one second, a listing's own order tells; where all are of one second, newest first is Cafe24's.
  return first && last && last.issuedAt > first.issuedAt ? last : first
}
