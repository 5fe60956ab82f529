import type { PointRow } from '../cafe24/types.ts'

/**
 * The member's available points after their newest row, KRW; null: the rows do not say. Times have no parts of a second, and
 * the order of rows within one second is not documented. So the rows of the newest second are put in order by their amounts:
 * each row's total, less its own movement, is the total before it. Where that leaves several totals to be the last, e.g. since
 * a row of another shop lies between, the lowest of them is told: what the member surely has.
 */
export function newestTotal(rows: readonly PointRow[]): number | null {
  const newestMs = Math.max(...rows.map(({ issuedAt }) => issuedAt.getTime()))
  const newest = rows.filter(({ issuedAt }) => issuedAt.getTime() === newestMs)
  const steps = newest.flatMap(({ totalAfter, increase, decrease }) =>
    totalAfter === null ? [] : [{ before: totalAfter - increase + decrease, after: totalAfter }],
  )
  if (newest.length === 0 || steps.length < newest.length) return null
  // Every total on the way is left as often as it is reached, but the last.
  const balance = new Map<number, number>()
  for (const { before, after } of steps) {
    balance.set(before, (balance.get(before) ?? 0) - 1)
    balance.set(after, (balance.get(after) ?? 0) + 1)
  }
  const ends = [...balance].filter(([, count]) => count > 0).map(([total]) => total)
  const last = ends.length > 0 ? ends : steps.map(({ after }) => after)
  return Math.min(...last)
}
