import { noHeaders, type AnswerHeaders, type Failure, type Outcome } from '../cafe24/outcome.ts'
import { kstTime } from '../cafe24/kst.ts'
import { MAX_OFFSET, PAGE_ROWS } from '../cafe24/points.ts'
import type { Cafe24Client, MallAccess, PointPage, PointQuery, PointRow } from '../cafe24/types.ts'

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
  /** Awaited before each call, with the number of those made, for the caller's call budget. A failure ends the reading. */
  beforeCall?: (made: number) => Promise<Failure | null>
  /** Shorter where more rows are expected than a window of a month may list. */
  windowMs?: number
}

/**
 * Reads Cafe24's point history from the newest window to the oldest. Each window is paged until a page lists nothing: a page
 * may hold fewer rows than `limit` asked for, so a short page is no end. A window with more rows than Cafe24 lists is read
 * again in halves.
 */
export async function readPointHistory(
  cafe24: Cafe24Client,
  access: MallAccess,
  query: PointQuery,
  { beforeCall, windowMs = WINDOW_MS }: ReadOptions = {},
): Promise<HistoryReading> {
  const reading: HistoryReading = { rows: [], gap: null, headers: noHeaders, failure: null }
  let calls = 0
  let malformed = 0

  async function readPage(window: Window, offset: number): Promise<Outcome<PointPage>> {
    const hindered = await beforeCall?.(calls)
    if (hindered) return hindered
    calls += 1
    const outcome = await cafe24.pointsPage(access, { ...query, ...window }, offset)
    reading.headers = outcome.headers
    return outcome
  }

  async function readWindow(window: Window): Promise<PointPage | Failure> {
    const whole: PointPage = { listed: 0, rows: [], malformed: 0 }
    const seen = new Set<string>()
    let fullPage = 0
    while (whole.listed <= MAX_OFFSET) {
      const page = await readPage(window, whole.listed)
      if (!page.ok) return page
      if (page.value.listed === 0) return whole
      // Rows that arrive meanwhile push the last ones on, page after page: a short page with nothing new is the end too.
      const isNew = page.value.malformed > 0 || page.value.rows.some((row) => !seen.has(JSON.stringify(row)))
      if (!isNew && page.value.listed < fullPage) return whole
      for (const row of page.value.rows) seen.add(JSON.stringify(row))
      fullPage = Math.max(fullPage, page.value.listed)
      whole.listed += page.value.listed
      whole.malformed += page.value.malformed
      whole.rows.push(...page.value.rows)
    }
    return tooManyRows(window)
  }

  const waiting = [...windows(query.from, query.to, windowMs)]
  for (let window = waiting.shift(); window; window = waiting.shift()) {
    const read = await readWindow(window)
    if ('rows' in read) {
      reading.rows.push(...read.rows)
      malformed += read.malformed
      if (malformed > 0) reading.gap = `${malformed} rows could not be read`
      continue
    }
    const halves = read.code === 'too-many-rows' ? halvesOf(window) : []
    if (halves.length < 2) return { ...reading, failure: read, gap: read.message }
    waiting.unshift(...halves)
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

function halvesOf({ from, to }: Window): Window[] {
  const seconds = Math.floor((to.getTime() - from.getTime()) / SECOND_MS) + 1
  return [...windows(from, to, Math.ceil(seconds / 2) * SECOND_MS)]
}

function tooManyRows({ from, to }: Window): Failure {
  return {
    ok: false,
    effect: 'not-applied',
    code: 'too-many-rows',
    status: null,
    message: `More than ${MAX_OFFSET + PAGE_ROWS} rows from ${kstTime(from)} to ${kstTime(to)}, beyond what Cafe24 lets one read`,
    inOwnWords: false,
    headers: noHeaders,
  }
}
