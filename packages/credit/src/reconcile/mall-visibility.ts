import { sql } from 'kysely'
import type { Context } from '../context.ts'

/** Rows have come within the longest delay seen; three times that leaves room for a slower one. */
const SAFETY_FACTOR = 3

/**
 * How long after an unclear attempt the point history's silence begins to mean something, ms: measured for the mall, never
 * below the quiet period, and never above that of a mall without a witness.
 */
export function silenceCountsAfterMs(
  { timing }: Pick<Context, 'timing'>,
  part: { unclear_code: string | null; visible_after_ms: number | null },
): number {
  // 202: Cafe24 has put the call off, for how long nobody says.
  if (part.unclear_code === 'not-done-yet') return timing.acceptedMs
  const measuredMs = (part.visible_after_ms ?? 0) * SAFETY_FACTOR
  return Math.min(Math.max(timing.quietPeriodMs, measuredMs), timing.quietMallMs)
}

/** Keeps the longest time from a call to its row in the point history that was seen in a mall. */
export async function noteVisibility(
  { db }: Pick<Context, 'db'>,
  mallId: string,
  visibleAfterMs: number,
): Promise<void> {
  await sql`
    update credit_malls set visible_after_ms = ${visibleAfterMs}
    where mall_id = ${mallId} and coalesce(visible_after_ms < ${visibleAfterMs}, true)`.execute(db)
}
