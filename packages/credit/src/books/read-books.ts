import type { Failure } from '../cafe24/outcome.ts'
import { kstDay } from '../cafe24/kst.ts'
import { MAX_OFFSET, PAGE_ROWS } from '../cafe24/points.ts'
import type { BucketReading } from '../cafe24/outcome.ts'
import type { Cafe24Client, MallAccess, PointQuery, PointRow } from '../cafe24/types.ts'

/** How long `start_date` and `end_date` may span is not documented: a month surely is allowed. */
const WINDOW_DAYS = 30
const DAY_MS = 86_400_000

export type BooksResult = { bucket: BucketReading | null } & (
  | { ok: true; rows: PointRow[] }
  | { ok: false; failure: Failure }
)

/**
 * Reads Cafe24's books from the newest window to the oldest, each to its last page. `enough`: asked after each page, with
 * all rows so far; true ends the reading. `beforeCall`: awaited before each call, with the number of those made, for the
 * caller's budget. `windowDays`: 1 where more rows are expected than a window of a month can tell.
 */
export async function readBooks(
  cafe24: Cafe24Client,
  access: MallAccess,
  query: PointQuery,
  options: {
    enough?: (rows: readonly PointRow[]) => boolean
    beforeCall?: (made: number) => Promise<void>
    windowDays?: number
  } = {},
): Promise<BooksResult> {
  const rows: PointRow[] = []
  let calls = 0
  let bucket: BucketReading | null = null
  for (const window of windows(query.from, query.to, options.windowDays ?? WINDOW_DAYS)) {
    for (let offset = 0; ; offset += PAGE_ROWS) {
      if (offset > MAX_OFFSET) return { ok: false, bucket, failure: tooManyRows(window) }
      await options.beforeCall?.(calls)
      calls += 1
      const outcome = await cafe24.pointsPage(access, { ...query, ...window }, offset)
      bucket = outcome.bucket ?? bucket
      if (!outcome.ok) return { ok: false, bucket, failure: outcome }
      rows.push(...outcome.value)
      if (options.enough?.(rows)) return { ok: true, bucket, rows }
      if (outcome.value.length < PAGE_ROWS) break
    }
  }
  return { ok: true, bucket, rows }
}

interface Window {
  from: Date
  to: Date
}

/** Newest first; they meet without sharing a KST day, since a call's dates are whole days. */
function* windows(from: Date, to: Date, days: number): Generator<Window> {
  let end = to
  while (kstDay(from) <= kstDay(end)) {
    const start = new Date(Math.max(from.getTime(), end.getTime() - (days - 1) * DAY_MS))
    yield { from: start, to: end }
    end = new Date(start.getTime() - DAY_MS)
  }
}

function tooManyRows({ from, to }: Window): Failure {
  return {
    ok: false,
    effect: 'not-applied',
    code: 'too-many-rows',
    status: null,
    message: `More than ${MAX_OFFSET + PAGE_ROWS} rows from ${kstDay(from)} to ${kstDay(to)}, beyond what Cafe24 lets one read`,
    bucket: null,
  }
}
