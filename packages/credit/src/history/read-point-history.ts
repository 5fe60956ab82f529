import { noHeaders, type AnswerHeaders, type Failure } from '../cafe24/outcome.ts'
import { kstTime } from '../cafe24/kst.ts'
import { MAX_OFFSET, PAGE_ROWS } from '../cafe24/points.ts'
import type { Cafe24Client, MallAccess, PointQuery, PointRow } from '../cafe24/types.ts'

/** How long `start_date` and `end_date` may span is not documented: a month surely is allowed. */
const WINDOW_MS = 30 * 86_400_000
const SECOND_MS = 1000

/** One reading of Cafe24's point history. What was read counts even where the reading is not complete. */
export interface HistoryReading {
  rows: PointRow[]
  /** Why the rows cannot be all there are; null: every page was read to the end, and every row could be read. */
  gap: string | null
  /** Of the last answer: its bucket, and Cafe24's own clock. */
  headers: AnswerHeaders
  /** What ended the reading early; `gap` then says so too. */
  failure: Failure | null
}

export interface ReadOptions {
  /** Asked after each page, with all rows so far; true ends the reading. */
  enough?: (rows: readonly PointRow[]) => boolean
  /** Awaited before each call, with the number of those made, for the caller's call budget. */
  beforeCall?: (made: number) => Promise<void>
  /** Shorter where more rows are expected than a window of a month may list. */
  windowMs?: number
}

/**
 * Reads Cafe24's point history from the newest window to the oldest. Each window is paged until a page lists nothing: a page
 * may hold fewer rows than `limit` asked for, so a short page is no end.
 */
export async function readPointHistory(
  cafe24: Cafe24Client,
  access: MallAccess,
  query: PointQuery,
  { enough, beforeCall, windowMs = WINDOW_MS }: ReadOptions = {},
): Promise<HistoryReading> {
  const reading: HistoryReading = { rows: [], gap: null, headers: noHeaders, failure: null }
  let calls = 0
  let malformed = 0
  const stop = (failure: Failure): HistoryReading => ({ ...reading, failure, gap: failure.message })
  for (const window of windows(query.from, query.to, windowMs)) {
    let offset = 0
    for (;;) {
      if (offset > MAX_OFFSET) return stop(tooManyRows(window))
      await beforeCall?.(calls)
      calls += 1
      const outcome = await cafe24.pointsPage(access, { ...query, ...window }, offset)
      reading.headers = outcome.headers
      if (!outcome.ok) return stop(outcome)
      reading.rows.push(...outcome.value.rows)
      malformed += outcome.value.malformed
      if (malformed > 0) reading.gap = `${malformed} rows could not be read`
      if (enough?.(reading.rows)) return { ...reading, gap: reading.gap ?? 'older pages were not needed' }
      if (outcome.value.listed === 0) break
      offset += outcome.value.listed
    }
  }
  return reading
}

interface Window {
  from: Date
  to: Date
}

/** Newest first. Both ends of a window belong to it, so two that meet lie one second apart. */
function* windows(from: Date, to: Date, spanMs: number): Generator<Window> {
  let endMs = to.getTime()
  while (endMs >= from.getTime()) {
    const startMs = Math.max(from.getTime(), endMs - spanMs + SECOND_MS)
    yield { from: new Date(startMs), to: new Date(endMs) }
    endMs = startMs - SECOND_MS
  }
}

function tooManyRows({ from, to }: Window): Failure {
  return {
    ok: false,
    effect: 'not-applied',
    code: 'too-many-rows',
    status: null,
    message: `More than ${MAX_OFFSET + PAGE_ROWS} rows from ${kstTime(from)} to ${kstTime(to)}, beyond what Cafe24 lets one read`,
    headers: noHeaders,
  }
}
