import type { PointRow } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import { takeCall } from '../malls/take-call.ts'
import { databaseNow } from '../store/database-now.ts'
import { newestTotal } from './newest-total.ts'
import { readPointHistory } from './read-point-history.ts'

const DAY_MS = 86_400_000

export type AvailablePoints =
  /** `rows`: the member's history since the day before `since`. */
  { ok: true; available: number; rows: PointRow[] } | { ok: false; code: string; message: string }

/**
 * What the member could lose now, KRW: with the 적립금 scopes alone it is the total beside the member's newest row.
 * `since`: when the member surely had a row. Where no total can be read, the points are unavailable, never 0.
 */
export async function availablePoints(
  context: Context,
  access: { mallId: string; accessToken: string },
  member: { memberId: string; shopNo: number; since: Date },
): Promise<AvailablePoints> {
  const now = await databaseNow(context.db)
  const { rows, gap, failure } = await readPointHistory(
    context.cafe24,
    access,
    {
      memberId: member.memberId,
      shopNo: member.shopNo,
      // A day on either side covers any clock of Cafe24's.
      from: new Date(member.since.getTime() - DAY_MS),
      to: new Date(now.getTime() + DAY_MS),
    },
    { beforeCall: () => takeCall(context, access.mallId) },
  )
  if (failure) return { ok: false, code: failure.code, message: failure.message }
  const available = newestTotal(rows)
  if (available !== null && gap === null) return { ok: true, available: Math.floor(available), rows }
  return {
    ok: false,
    code: 'total-unreadable',
    message: gap ?? `The member's ${rows.length} rows show no clear total`,
  }
}
