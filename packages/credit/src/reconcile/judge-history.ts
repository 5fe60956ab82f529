import type { PointRow } from '../cafe24/types.ts'
import type { DatedReading } from './read-history-of.ts'
import { isOurs, isReasonOf, namesCredit, type NamedPart } from '../ledger/reason.ts'

/** The part that a reading is judged for. */
export interface SoughtPart extends NamedPart {
  member_id: string
  shop_no: number
  amount: number
  created_at: Date
  /** Rows up to then are known to the person who decided on it; null: nobody did. */
  decided_at: Date | null
}

/** What a reading of the point history says of one part. */
export type HistoryVerdict =
  /** A row with its key, member, direction and amount. */
  | { kind: 'found'; row: PointRow }
  /**
   * Rows that a person must look at. `named`: they name the credit in words that are not ours. `differs`: its own key stands
   * beside another amount or member. `perhaps`: they could be the part under an altered reason.
   */
  | { kind: 'ambiguous'; why: 'named' | 'differs' | 'perhaps'; rows: PointRow[] }
  /** No row that is the part's or could be. Whether that proves anything is a matter of the reading. */
  | { kind: 'not-shown' }

/** How far apart Cafe24's clock and the database's may be; where they differ more, nothing is taken for absent. */
export const MAX_SKEW_MS = 10 * 60_000

/**
 * Judges a reading for one part. `suspects`: which rows under other reasons could be the part: any, or only those that did
 * not come through the API (a part that never went out unclear has no lost row to be taken for).
 */
export function judgeHistory(
  part: SoughtPart,
  { rows, headers, now }: DatedReading,
  suspects: 'any' | 'by-hand',
): HistoryVerdict {
  const own = rows.filter((row) => isReasonOf(row.reason, part) && movedBy(row, part.direction) > 0)
  const found = own.find((row) => movedBy(row, part.direction) === part.amount && isOfMember(row, part))
  if (found) return { kind: 'found', row: found }
  if (own.length > 0) return { kind: 'ambiguous', why: 'differs', rows: own }
  // Rows are dated by Cafe24's clock, decisions by the database's.
  const decidedMs = part.decided_at?.getTime() ?? Number.NEGATIVE_INFINITY
  const knownUntilMs = decidedMs + skewOf(headers.at, now) - CLOCK_STEP_MS
  const news = rows.filter(({ issuedAt }) => issuedAt.getTime() > knownUntilMs)
  const naming = news.filter((row) => namesCredit(row.reason, part) && movedBy(row, part.direction) > 0)
  if (naming.length > 0) return { kind: 'ambiguous', why: 'named', rows: naming }
  const perhaps = news.filter(
    (row) => couldBe(row, part) && (suspects === 'any' || !isThroughApi(row)) && isSince(row, part),
  )
  return perhaps.length > 0 ? { kind: 'ambiguous', why: 'perhaps', rows: perhaps } : { kind: 'not-shown' }
}

/** KRW that a row moves in this direction. */
export function movedBy({ increase, decrease }: PointRow, direction: 'increase' | 'decrease'): number {
  return direction === 'increase' ? increase : decrease
}

/**
 * Whether a row could be the part, its reason lost or altered on Cafe24's side: the same member, direction and amount, no
 * order (we name none), and not the row of any part of ours by its own words.
 */
export function couldBe(
  row: PointRow,
  part: Pick<SoughtPart, 'member_id' | 'direction' | 'amount'>,
): boolean {
  return (
    isOfMember(row, part) &&
    movedBy(row, part.direction) === part.amount &&
    row.orderId === null &&
    !isOurs(row.reason)
  )
}

/** Cafe24's member ids are lower case; ours come from the storefront as they were typed there. */
function isOfMember(row: PointRow, part: Pick<SoughtPart, 'member_id'>): boolean {
  return row.memberId.toLowerCase() === part.member_id.toLowerCase()
}

/** `AM`: given through the API. A row whose case is not shown may be either. */
function isThroughApi(row: PointRow): boolean {
  return row.case === 'AM'
}

function isSince({ issuedAt }: PointRow, { created_at }: SoughtPart): boolean {
  return issuedAt.getTime() >= created_at.getTime() - MAX_SKEW_MS
}

/** Both `Date` and the dates of rows leave out parts of a second. A row of the decision's own moment may be ours. */
const CLOCK_STEP_MS = 2_000

/** How far Cafe24's clock is ahead of the database's, ms; 0 where it is not shown. */
function skewOf(at: Date | null, now: Date): number {
  return at ? at.getTime() - now.getTime() : 0
}

/**
 * Why a reading that does not show a part proves nothing; null: it would have shown it. An empty reading proves nothing: a
 * filter that Cafe24 reads differently looks the same.
 */
export function whyNoEvidence(reading: DatedReading): { code: string; reason: string } | null {
  if (reading.failure) return { code: reading.failure.code, reason: reading.failure.message }
  if (reading.gap !== null) return { code: 'incomplete', reason: reading.gap }
  const skewMs = skewOf(reading.headers.at, reading.now)
  if (Math.abs(skewMs) > MAX_SKEW_MS) {
    const minutes = Math.round(skewMs / 60_000)
    return { code: 'clocks-differ', reason: `Cafe24's clock is ${minutes} minutes away from the database's` }
  }
  if (reading.rows.length === 0) return { code: 'empty', reason: 'no row of anybody was listed' }
  return null
}
