import type { DailyTotal, Krw } from '@pointpay/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { ConsoleDb } from '../deps.ts'
import { daysBetween, endOfDay, startOfDay } from '../kst-day.ts'
import { cancelledBetween, creditedBetween } from './settlement-sql.ts'

/** One entry for each KST day, both ends included, also where nothing happened. */
export async function dailyTotals(
  db: ConsoleDb,
  mediaCodes: readonly string[],
  from: string,
  to: string,
): Promise<DailyTotal[]> {
  const start = startOfDay(from)
  const end = endOfDay(to)
  const credited = await byDay(db, creditedBetween(mediaCodes, start, end), sql`credited_at`)
  const cancelled = await byDay(db, cancelledBetween(mediaCodes, start, end), sql`cancelled_at`)
  const nothing = { count: 0, amount: 0 as Krw }
  return daysBetween(from, to).map((day) => ({
    day,
    credited: credited.get(day) ?? nothing,
    cancelled: cancelled.get(day) ?? nothing,
  }))
}

async function byDay(db: ConsoleDb, rows: RawBuilder<unknown>, instant: RawBuilder<unknown>) {
  const found = await sql<{ day: string; count: number; amount: number }>`
    select to_char(${instant} at time zone 'utc' + interval '9 hours', 'YYYY-MM-DD') as day,
      count(*) as count, sum(amount)::bigint as amount
    from (${rows}) as moved group by 1`.execute(db)
  return new Map(found.rows.map(({ day, count, amount }) => [day, { count, amount: amount as Krw }]))
}
