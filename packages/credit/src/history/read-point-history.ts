import { setTimeout as sleep } from 'node:timers/promises'
import { noHeaders, type AnswerHeaders, type Failure, type Outcome } from '../cafe24/outcome.ts'
import { kstTime } from '../cafe24/kst.ts'
import { MAX_OFFSET, PAGE_ROWS } from '../cafe24/points.ts'
import type { Cafe24Client, MallAccess, PointPage, PointQuery, PointRow } from '../cafe24/types.ts'

/** How long `start_date` and `end_date` may span is not documented: a month surely is allowed. */
const WINDOW_MS = 30 * 86_400_000
const SECOND_MS = 1000
/** How often a page is asked for, where it fails for a moment. */
const PAGE_TRIES = 3
/** By then the bucket has room for two calls, where a 429 does not say when to come back. */
const ROOM_AFTER_429_MS = 1000
/** Nobody waits longer inside a reading: its part is looked for again later. */
const MAX_WAIT_MS = 3000
/** Full pages in a row without a row that is new: rows arrive as fast as they are read. */
const MAX_STANDSTILLS = 3

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
  /** By Cafe24's clock; null: it shows none. */
  let startedAt: Date | null = null

  async function askPage(window: Window, offset: number): Promise<Outcome<PointPage>> {
    const hindered = await beforeCall?.(calls)
    if (hindered) return hindered
    calls += 1
    const outcome = await cafe24.pointsPage(access, { ...query, ...window }, offset)
    reading.headers = outcome.headers
    return outcome
  }

  /** One page that fails among many must not cost the whole reading. The first is not repeated: the mall may be down. */
  async function readPage(window: Window, offset: number): Promise<Outcome<PointPage>> {
    let page = await askPage(window, offset)
    for (let tries = 1; tries < PAGE_TRIES && calls > tries && !page.ok; tries += 1) {
      const waitMs = againInMs(page)
      if (waitMs === null) return page
      await sleep(waitMs)
      page = await askPage(window, offset)
    }
    return page
  }

  async function readWindow(window: Window): Promise<{ page: PointPage; failure: Failure | null }> {
    const whole: PointPage = { listed: 0, rows: [], malformed: 0 }
    const progress = createProgress()
    while (whole.listed <= MAX_OFFSET) {
      const page = await readPage(window, whole.listed)
      if (!page.ok) return { page: whole, failure: page }
      startedAt ??= page.headers.at
      const { listed, rows } = page.value
      const step = listed === 0 ? 'end' : progress(page.value, startedAt)
      if (step === 'end') return { page: whole, failure: null }
      if (step === 'standstill') return { page: whole, failure: tooManyRows(window) }
      whole.listed += listed
      whole.malformed += page.value.malformed
      whole.rows.push(...rows)
    }
    return { page: whole, failure: tooManyRows(window) }
  }

  const waiting = [...windows(query.from, query.to, windowMs)]
  for (let window = waiting.shift(); window; window = waiting.shift()) {
    const { page, failure } = await readWindow(window)
    const halves = failure?.code === 'too-many-rows' ? halvesOf(window) : []
    if (halves.length > 1) {
      waiting.unshift(...halves)
      continue
    }
    reading.rows.push(...page.rows)
    malformed += page.malformed
    if (failure) return { ...reading, failure, gap: failure.message }
    if (malformed > 0) reading.gap = `${malformed} rows could not be read`
  }
  return reading
}

/** How soon a page that failed may well be answered, ms; null: not while this reading waits. */
function againInMs({ code, status, headers }: Failure): number | null {
  if (code === 'connection-lost' || (code === 'server-error' && status !== null)) return 0
  if (code !== 'too-many-calls' || status === null) return null
  const waitMs = headers.retryAfterMs ?? ROOM_AFTER_429_MS
  return waitMs <= MAX_WAIT_MS ? waitMs : null
}

/**
 * Tells page by page whether there is more to read. Rows that arrive meanwhile push the others on, so that a page may show what
 * was seen before; and where the oldest come first, they stand at the end, which is then never reached.
 */
function createProgress() {
  const seen = new Set<string>()
  let fullPage = 0
  let standstills = 0
  let hasOlder = false
  return ({ listed, rows, malformed }: PointPage, startedAt: Date | null): 'more' | 'end' | 'standstill' => {
    const isLater = (row: PointRow) => startedAt !== null && row.issuedAt > startedAt
    const isNew = malformed > 0 || rows.some((row) => !seen.has(JSON.stringify(row)) && !isLater(row))
    const areLater = malformed === 0 && rows.every(isLater)
    for (const row of rows) seen.add(JSON.stringify(row))
    const isShort = listed < fullPage
    fullPage = Math.max(fullPage, listed)
    if (isNew) {
      hasOlder ||= rows.some((row) => !isLater(row))
      standstills = 0
      return 'more'
    }
    if (isShort || (areLater && hasOlder)) return 'end'
    standstills += 1
    return standstills < MAX_STANDSTILLS ? 'more' : 'standstill'
  }
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
