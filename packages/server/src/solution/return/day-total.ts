import { ofLiveMalls, prepared } from '@pointpay/credit'
import { sql } from 'kysely'
import { startOfKstDay } from '../../pointhub/kst.ts'
import type { SolutionDb } from '../deps.ts'

/**
 * How long a total is trusted before it is compared with the ledger again. Credits are missing from it that were accepted
 * while the media had no cap, or by a process that does not know of the cap or of totals yet.
 */
const RECOUNT_AFTER_MS = 10_000
const DAY_MS = 24 * 3_600_000

/** The live credits of a media and a KST day, in KRW. Those that were cancelled since are still in `accepted`. */
export interface DayTotal {
  mediaCode: string
  day: { start: Date; end: Date }
  accepted: number
}

/**
 * Reads the total of the day and locks it until the transaction ends, so that no other process adds to it meanwhile. Other
 * media have rows of their own and do not wait.
 */
export async function lockDayTotal(trx: SolutionDb, mediaCode: string, now: Date): Promise<DayTotal> {
  const start = startOfKstDay(now)
  const day = { start, end: new Date(start.getTime() + DAY_MS) }
  const row = (await lockRow(trx, mediaCode, day.start)) ?? (await createRow(trx, mediaCode, day.start, now))
  const total = { mediaCode, day, accepted: row.accepted }
  const trusted = row.counted_at !== null && now.getTime() - row.counted_at.getTime() < RECOUNT_AFTER_MS
  return trusted ? total : recount(trx, total, now)
}

export async function addToDayTotal(
  trx: SolutionDb,
  { mediaCode, day }: DayTotal,
  krw: number,
): Promise<void> {
  await sql`${prepared}
    update solution_day_total set accepted = accepted + ${krw}
    where media_code = ${mediaCode} and day_start = ${day.start}`.execute(trx)
}

/** What of the day was cancelled since: it no longer counts. Index: console_credit_cancelled_at, few rows. */
export async function cancelledOf(trx: SolutionDb, { mediaCode, day }: DayTotal): Promise<number> {
  const { rows } = await sql<{ sum: string | number }>`
    select coalesce(sum(amount), 0) as sum from credit_credits
    where cancelled_at >= ${day.start} and media_code = ${mediaCode}
      and created_at >= ${day.start} and created_at < ${day.end} and ${ofLiveMalls}`.execute(trx)
  return Number(rows[0]?.sum ?? 0)
}

interface Row {
  accepted: number
  /** null: never counted. */
  counted_at: Date | null
}

async function lockRow(trx: SolutionDb, mediaCode: string, dayStart: Date): Promise<Row | undefined> {
  const { rows } = await sql<Row>`${prepared}
    select accepted, counted_at from solution_day_total
    where media_code = ${mediaCode} and day_start = ${dayStart} for update`.execute(trx)
  return rows[0]
}

/** The day's first call. Earlier days go, except yesterday's: a process whose clock is behind may still be in it. */
async function createRow(trx: SolutionDb, mediaCode: string, dayStart: Date, now: Date): Promise<Row> {
  await sql`
    insert into solution_day_total (media_code, day_start) values (${mediaCode}, ${dayStart})
    on conflict do nothing`.execute(trx)
  await sql`
    delete from solution_day_total
    where media_code = ${mediaCode} and day_start < ${new Date(now.getTime() - 2 * DAY_MS)}`.execute(trx)
  const row = await lockRow(trx, mediaCode, dayStart)
  if (!row) throw new Error(`The day's total of ${mediaCode} is not there after it was created`)
  return row
}

/**
 * Compares the total with the ledger. Index: credit_credits_page. A statement of its own, after the lock: it then sees all
 * that was added under it. The higher of the two holds, since rows are stamped by the database's clock and the day is ours.
 */
async function recount(trx: SolutionDb, total: DayTotal, now: Date): Promise<DayTotal> {
  const { mediaCode, day } = total
  const { rows } = await sql<{ accepted: number }>`
    update solution_day_total set counted_at = ${now}, accepted = greatest(accepted, (
      select coalesce(sum(amount), 0) from credit_credits
      where media_code = ${mediaCode} and created_at >= ${day.start} and created_at < ${day.end} and ${ofLiveMalls}
    ))
    where media_code = ${mediaCode} and day_start = ${day.start}
    returning accepted`.execute(trx)
  return { ...total, accepted: rows[0]?.accepted ?? total.accepted }
}
