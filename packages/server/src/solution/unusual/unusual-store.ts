import { setTimeout as sleep } from 'node:timers/promises'
import { MAX_UNUSUAL, type Unusual, UNUSUAL_SHOWN_DAYS, type UnusualKind } from '@pointpay/contracts'
import { sql } from 'kysely'
import type { Log } from '../../pointhub/deps.ts'
import type { SolutionDb } from '../deps.ts'

/** A flood of unusual calls costs one statement a second, ms. */
const REST_MS = 1_000
/** Longer than it is shown, for whoever looks into it later. */
const KEPT_DAYS = 90
const DAY_MS = 24 * 3_600_000

export interface UnusualRow {
  mediaCode: string
  kind: UnusualKind
  /** Of the hour, or the day, whose calls share a row. */
  startedAt: Date
  seenAt: Date
  amount: number | null
  count: number
}

export interface UnusualStore {
  /** Keeps it soon; what cannot be kept is logged. */
  add(row: UnusualRow): void
  /** What the console shows, newest first, by media code. */
  shown(codes: readonly string[], now: Date): Promise<Map<string, Unusual[]>>
  /** Waits until what was added is kept. */
  close(): Promise<void>
}

export function createUnusualStore(db: SolutionDb, log: Log): UnusualStore {
  /** By media, kind and beginning. */
  let waiting = new Map<string, UnusualRow>()
  let writing: Promise<void> | null = null
  const closing = new AbortController()

  async function write(): Promise<void> {
    while (waiting.size > 0) {
      const rows = [...waiting.values()]
      waiting = new Map()
      await upsert(db, rows).catch((error: unknown) =>
        log.error({ rows: rows.length, err: error }, 'return.unusual_not_kept'),
      )
      await sleep(REST_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {})
    }
    writing = null
  }

  return {
    add(row) {
      const key = `${row.mediaCode} ${row.kind} ${row.startedAt.getTime()}`
      waiting.set(key, together(waiting.get(key), row))
      writing ??= write()
    },
    shown: (codes, now) => readShown(db, codes, now),
    async close() {
      closing.abort()
      await writing
    },
  }
}

/** Calls add up. A day's total is the newest, whatever process saw it. */
function together(before: UnusualRow | undefined, row: UnusualRow): UnusualRow {
  if (!before || row.kind === 'day') return row
  const amount = row.amount === null ? null : (before.amount ?? 0) + row.amount
  return { ...row, amount, count: before.count + row.count }
}

/** By the primary key; as `together` does with what is there. */
async function upsert(db: SolutionDb, rows: readonly UnusualRow[]): Promise<void> {
  await db
    .insertInto('solution_unusual')
    .values(
      rows.map(({ mediaCode, kind, startedAt, seenAt, amount, count }) => ({
        media_code: mediaCode,
        kind,
        started_at: startedAt,
        seen_at: seenAt,
        amount,
        count,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['media_code', 'kind', 'started_at']).doUpdateSet({
        seen_at: sql`greatest(solution_unusual.seen_at, excluded.seen_at)`,
        amount: sql`case excluded.kind when 'day' then greatest(solution_unusual.amount, excluded.amount)
          else solution_unusual.amount + excluded.amount end`,
        count: sql`case excluded.kind when 'day' then 1 else solution_unusual.count + excluded.count end`,
      }),
    )
    .execute()
  const newest = Math.max(...rows.map(({ seenAt }) => seenAt.getTime()))
  await db
    .deleteFrom('solution_unusual')
    .where('seen_at', '<', new Date(newest - KEPT_DAYS * DAY_MS))
    .execute()
}

/** Index: solution_unusual_seen. */
async function readShown(
  db: SolutionDb,
  codes: readonly string[],
  now: Date,
): Promise<Map<string, Unusual[]>> {
  const { rows } = await sql<{
    code: string
    kind: UnusualKind
    at: Date
    amount: number | null
    count: number
  }>`
    select m.code, u.kind, u.seen_at as at, u.amount, u.count
    from unnest(${codes}::text[]) as m(code) cross join lateral (
      select kind, seen_at, amount, count from solution_unusual
      where media_code = m.code and seen_at > ${new Date(now.getTime() - UNUSUAL_SHOWN_DAYS * DAY_MS)}
      order by seen_at desc limit ${sql.lit(MAX_UNUSUAL)}
    ) u`.execute(db)
  const byCode = new Map<string, Unusual[]>()
  for (const { code, at, ...row } of rows) {
    const ofMedia = byCode.get(code) ?? []
    byCode.set(code, ofMedia)
    ofMedia.push({ ...row, at: at.toISOString() } as Unusual)
  }
  for (const ofMedia of byCode.values()) ofMedia.sort((a, b) => b.at.localeCompare(a.at))
  return byCode
}
