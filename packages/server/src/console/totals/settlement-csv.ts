import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import type { ConsoleDb } from '../deps.ts'
import { daysBetween, endOfDay, kstText, startOfDay } from '../kst-day.ts'
import { cancelledBetween, creditedBetween } from './settlement-sql.ts'

const header = [
  '매체코드',
  '거래번호',
  '회원 아이디',
  '포인트 종류',
  '전환 시각',
  '적립 시각',
  '취소 시각',
  '적립액(원)',
  '취소액(원)',
  '정산액(원)',
]

interface SettledRow {
  media_code: string
  transaction_number: string
  member_id: string
  point_kind: string | null
  amount: number
  converted_at: Date | null
  credited_at: Date
  cancelled_at: Date | null
}

/**
 * One line for each conversion that was credited or cancelled on these KST days, read day by day. The sums of its columns
 * are those of the daily totals. UTF-8 with a mark, for Excel; what Excel would take for a formula is made text.
 */
export async function* settlementCsv(
  db: ConsoleDb,
  mediaCodes: readonly string[],
  from: string,
  to: string,
): AsyncGenerator<string> {
  yield stringify([header], { bom: true })
  const start = startOfDay(from)
  const end = endOfDay(to)
  const isWithin = (instant: Date | null) => instant !== null && instant >= start && instant < end
  for (const day of daysBetween(from, to)) {
    const rows = await settledOn(db, mediaCodes, day, start)
    if (rows.length === 0) continue
    const lines = rows.map((row) => {
      const credited = isWithin(row.credited_at) ? row.amount : 0
      const cancelled = isWithin(row.cancelled_at) ? row.amount : 0
      return [
        row.media_code,
        row.transaction_number,
        row.member_id,
        row.point_kind ?? '',
        kstText(row.converted_at),
        kstText(row.credited_at),
        kstText(row.cancelled_at),
        credited,
        cancelled,
        credited - cancelled,
      ]
    })
    // `escape_formulas` leaves numbers alone.
    yield stringify(lines, { escape_formulas: true })
  }
}

/** What was credited on the day, and what was cancelled on it but credited before all these days. */
async function settledOn(db: ConsoleDb, mediaCodes: readonly string[], day: string, start: Date) {
  const span = [mediaCodes, startOfDay(day), endOfDay(day)] as const
  const { rows } = await sql<SettledRow>`
    select * from (
      ${creditedBetween(...span)}
      union all
      select * from (${cancelledBetween(...span)}) earlier where credited_at < ${start}
    ) settled
    order by coalesce(converted_at, credited_at), transaction_number`.execute(db)
  return rows
}
