import type { DailyTotal } from '@pointpay/contracts'
import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import type { SearchedMedia } from '../conversions/search.ts'
import type { ConsoleDb } from '../deps.ts'
import { DAY_MS, endOfDay, kstText, startOfDay } from '../kst-day.ts'
import { dailyTotals } from './daily-totals.ts'
import { cancelledBetween, creditedBetween, type Span } from './settlement-sql.ts'

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

/** What is held in memory, and what other calls wait for: about 20 ms. */
const LINES_AT_ONCE = 2_000

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
 * One line for each conversion that was credited or cancelled on these KST days, in the order of that. The sums of its
 * columns are those of the daily totals. UTF-8 with a mark, for Excel; what Excel would take for a formula is made text.
 */
export async function* settlementCsv(
  db: ConsoleDb,
  media: readonly SearchedMedia[],
  from: string,
  to: string,
): AsyncGenerator<string> {
  yield stringify([header], { bom: true })
  const start = startOfDay(from)
  const end = endOfDay(to)
  const within = (instant: Date | null) => instant !== null && instant >= start && instant < end
  for (const total of await dailyTotals(db, media, from, to)) {
    for (const [first, next] of slicesOf(total)) {
      const rows = await settledIn(db, { media, from: first, to: next }, start)
      const lines = rows.map((row) => lineOf(row, within(row.credited_at), within(row.cancelled_at)))
      // `escape_formulas` leaves numbers alone.
      if (lines.length > 0) yield stringify(lines, { escape_formulas: true })
    }
  }
}

/** Parts of the day that hold about {@link LINES_AT_ONCE} lines each; of an empty day none. */
function slicesOf({ day, credited, cancelled }: DailyTotal): [Date, Date][] {
  const count = Math.ceil((credited.count + cancelled.count) / LINES_AT_ONCE)
  const startMs = startOfDay(day).getTime()
  const bound = (index: number) => new Date(startMs + Math.round((index * DAY_MS) / count))
  return Array.from({ length: count }, (_, index) => [bound(index), bound(index + 1)])
}

/** What was credited then, and what was cancelled then but credited before all the days that are asked for. */
async function settledIn(db: ConsoleDb, span: Span, start: Date): Promise<SettledRow[]> {
  const { rows } = await sql<SettledRow>`
    select * from (
      ${creditedBetween(span)}
      union all
      select * from (${cancelledBetween(span)}) earlier where credited_at < ${start}
    ) settled
    order by coalesce(converted_at, credited_at), transaction_number`.execute(db)
  return rows
}

function lineOf(row: SettledRow, isCredited: boolean, isCancelled: boolean): (string | number)[] {
  const credited = isCredited ? row.amount : 0
  const cancelled = isCancelled ? row.amount : 0
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
}
