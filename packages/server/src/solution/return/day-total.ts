import { ofLiveMalls, prepared } from '@pointpay/credit'
import { type RawBuilder, sql } from 'kysely'
import { startOfKstDay } from '../../pointhub/kst.ts'
import type { SolutionDb } from '../deps.ts'

/**
 * The total of a media and a KST day: a counter in one row, raised before a credit is accepted and lowered where it was not. So
 * it is never below what the ledger holds, and no transaction stays open around both. A process that dies in between leaves it
 * too high, which costs room and no money; the recount heals it.
 */

/** A total is compared with the ledger at most so often, over all processes. */
const RECOUNT_AFTER = sql.lit('60 seconds')
/**
 * Only a total that nobody raised for so long is lowered: until then, what is missing in the ledger may be on its way there.
 * The way takes milliseconds, so after ten minutes it has ended, one way or the other.
 */
const QUIET = sql.lit('10 minutes')
/** Credits are stamped by the database's clock, and the day is of the process's: a credit may lie beside its day by so much. */
const CLOCK_MARGIN_MS = 5 * 60_000
const DAY_MS = 24 * 3_600_000

/** A media's KST day. */
export interface MediaDay {
  mediaCode: string
  start: Date
  end: Date
}

export function dayOf(mediaCode: string, now: Date): MediaDay {
  const start = startOfKstDay(now)
  return { mediaCode, start, end: new Date(start.getTime() + DAY_MS) }
}

/** Raises the total if it stays within the cap. The total after it; null: it does not fit, or there is no row yet. */
export async function raiseTotal(
  db: SolutionDb,
  { mediaCode, start }: MediaDay,
  krw: number,
  cap: number,
): Promise<number | null> {
  const { rows } = await sql<{ accepted: number }>`${prepared}
    update solution_day_total set accepted = accepted + ${krw}, raised_at = now()
    where media_code = ${mediaCode} and day_start = ${start} and accepted + ${krw} <= ${cap}
    returning accepted`.execute(db)
  return rows[0]?.accepted ?? null
}

export async function lowerTotal(db: SolutionDb, { mediaCode, start }: MediaDay, krw: number): Promise<void> {
  await sql`${prepared}
    update solution_day_total set accepted = accepted - ${krw}
    where media_code = ${mediaCode} and day_start = ${start}`.execute(db)
}

export interface DayTotal {
  accepted: number
  /** Of `accepted`: cancelled since, and no longer counted. */
  cancelled: number
  /** How long ago the total was raised, ms. */
  raisedMsAgo: number
}

/** The total as it is now; begins the day where this is its first call. */
export async function readTotal(db: SolutionDb, day: MediaDay): Promise<DayTotal> {
  const total = (await selectTotal(db, day)) ?? (await createTotal(db, day))
  if (!total) throw new Error(`The day's total of ${day.mediaCode} is not there after it was created`)
  return total
}

/** Index of what was cancelled: console_credit_cancelled_at, few rows. */
async function selectTotal(
  db: SolutionDb,
  { mediaCode, start, end }: MediaDay,
): Promise<DayTotal | undefined> {
  const { rows } = await sql<DayTotal>`
    select accepted, (extract(epoch from now() - raised_at) * 1000)::float8 as "raisedMsAgo", (
        select coalesce(sum(amount), 0)::bigint from credit_credits
        where cancelled_at >= ${start} and media_code = ${mediaCode}
          and created_at >= ${start} and created_at < ${end} and ${ofLiveMalls}
      ) as cancelled
    from solution_day_total where media_code = ${mediaCode} and day_start = ${start}`.execute(db)
  return rows[0]
}

/**
 * With what the ledger has of the day, from before there were totals. Earlier days go, except yesterday's: a process whose clock
 * is behind may still be in it.
 */
async function createTotal(db: SolutionDb, day: MediaDay): Promise<DayTotal | undefined> {
  const { mediaCode, start, end } = day
  await sql`
    insert into solution_day_total (media_code, day_start, counted_at, accepted)
    values (${mediaCode}, ${start}, now(), ${ledgerSum(mediaCode, start, end)})
    on conflict do nothing`.execute(db)
  await sql`
    delete from solution_day_total
    where media_code = ${mediaCode} and day_start < ${new Date(start.getTime() - DAY_MS)}`.execute(db)
  return selectTotal(db, day)
}

/**
 * Compares the total with the ledger, unless some process did so lately. It is raised where the ledger has more, and lowered
 * where it is quiet. The condition on `raised_at` is judged on the row as it is when it is locked.
 */
export async function recountTotal(db: SolutionDb, { mediaCode, start, end }: MediaDay): Promise<void> {
  const [early, late] = [
    new Date(start.getTime() - CLOCK_MARGIN_MS),
    new Date(end.getTime() + CLOCK_MARGIN_MS),
  ]
  await sql`
    update solution_day_total set counted_at = now(), accepted = greatest(
      ${ledgerSum(mediaCode, start, end)},
      case when raised_at < now() - interval ${QUIET}
        then least(accepted, ${ledgerSum(mediaCode, early, late)}) else accepted end)
    where media_code = ${mediaCode} and day_start = ${start}
      and (counted_at is null or counted_at < now() - interval ${RECOUNT_AFTER})`.execute(db)
}

/** Index: credit_credits_page. */
function ledgerSum(mediaCode: string, from: Date, to: Date): RawBuilder<number> {
  return sql`(
    select coalesce(sum(amount), 0)::bigint from credit_credits
    where media_code = ${mediaCode} and created_at >= ${from} and created_at < ${to} and ${ofLiveMalls})`
}
