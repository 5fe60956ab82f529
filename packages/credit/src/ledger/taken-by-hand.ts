import { isDeepStrictEqual } from 'node:util'
import type { Selectable } from 'kysely'
import type { PointRow } from '../cafe24/types.ts'
import { MAX_SKEW_MS } from '../reconcile/judge-history.ts'
import type { PartTable } from '../tables/tables.ts'
import { isOurs, namesCredit } from './reason.ts'
import type { HistoryRow } from './types.ts'

/**
 * Rows by which somebody may have taken a credit's points back already, in Cafe24's admin or another program: they name the
 * credit, or take as much as the cancel would (all of it, or one of its parts). `deduct`: the parts to be taken back.
 */
export function takenByHand(
  deduct: readonly Selectable<PartTable>[],
  rows: readonly PointRow[],
): HistoryRow[] {
  const [first] = deduct
  if (!first) return []
  const needed = deduct.reduce((sum, { amount }) => sum + amount, 0)
  const amounts = new Set([needed, ...deduct.map(({ amount }) => amount)])
  const sinceMs = first.created_at.getTime() - MAX_SKEW_MS
  return rows
    .filter(({ issuedAt, decrease }) => decrease > 0 && issuedAt.getTime() >= sinceMs)
    .filter(
      (row) =>
        namesCredit(row.reason, first) ||
        (amounts.has(row.decrease) && row.orderId === null && !isOurs(row.reason)),
    )
    .map(({ issuedAt, decrease, reason }) => ({ at: issuedAt, change: -decrease, reason }))
}

/**
 * Whether two readings show the same rows. Cafe24 numbers no rows and may list those of one second in any order; two
 * deductions that are alike in every word are two.
 */
export function areSameRows(some: readonly HistoryRow[], others: readonly HistoryRow[]): boolean {
  return isDeepStrictEqual(sortedKeys(some), sortedKeys(others))
}

function sortedKeys(rows: readonly HistoryRow[]): string[] {
  return rows.map(({ at, change, reason }) => JSON.stringify([at.getTime(), change, reason])).toSorted()
}
