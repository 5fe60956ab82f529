import type { DailyTotal, Krw } from '@pointpay/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { SearchedMedia } from '../conversions/search.ts'
import type { ConsoleDb } from '../deps.ts'
import { daysBetween, endOfDay, startOfDay } from '../kst-day.ts'
import { cancelledBetween, creditedBetween } from './settlement-sql.ts'

/**
 * One entry for each KST day, both ends included, also where nothing happened. Day by day: a day of 33,000 conversions takes
 * 0.1 s, and PGlite serves nobody else while a statement runs.
 */
export async function dailyTotals(
  db: ConsoleDb,
  media: readonly SearchedMedia[],
  from: string,
  to: string,
): Promise<DailyTotal[]> {
  const totals: DailyTotal[] = []
  for (const day of daysBetween(from, to)) {
    const span = { media, from: startOfDay(day), to: endOfDay(day) }
    const credited = await sumOf(db, creditedBetween(span))
    const cancelled = await sumOf(db, cancelledBetween(span))
    totals.push({ day, credited, cancelled })
  }
  return totals
}

async function sumOf(db: ConsoleDb, rows: RawBuilder<unknown>): Promise<DailyTotal['credited']> {
  const found = await sql<{ count: number; amount: number }>`
    select count(*) as count, coalesce(sum(amount), 0)::bigint as amount from (${rows}) as moved`.execute(db)
  const { count, amount } = found.rows[0]!
  return { count, amount: amount as Krw }
}
