import { sql } from 'kysely'
import type { Context } from '../context.ts'

/** Without a worker for so long, credits have waited, and somebody may have given their points by hand. */
const INTERRUPTION_MS = 60_000

/** The highest beat that this process has seen committed. Shared by all that read the heartbeat. */
export interface SeenBeat {
  last: number
}

/** The store holds less than it held before. Nothing may be sent on its word. */
export class StoreWentBack extends Error {
  override readonly name = 'StoreWentBack'
}

/** PostgreSQL names its timeline first in the name of the log that it writes. */
const timeline = sql<string>`left(pg_walfile_name(pg_current_wal_lsn()), 8)`

interface Beat {
  beat: number
  /** Before this beat; null: never seen. */
  timeline: string | null
  now_timeline: string
  halted: boolean
}

/**
 * Counts the heartbeat up, and halts all sending where the store went back in time: its count is below one that this process
 * saw committed, or another server was promoted since (an asynchronous standby may lack the last seconds).
 */
export async function beat(context: Context): Promise<void> {
  const { db, seenBeat } = context
  const seen = seenBeat.last
  const { rows } = await sql<Beat>`
    update credit_heartbeat h set beat = h.beat + 1, at = now(), beat_at = now(), timeline = ${timeline},
      resumed_at = case
        when before.beat_at < now() - ${INTERRUPTION_MS}::float8 * interval '1 ms' then now()
        else h.resumed_at
      end
    from (select timeline, beat_at from credit_heartbeat for update) before
    returning h.beat, before.timeline, ${timeline} as now_timeline, h.halted_at is not null as halted`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('The heartbeat row is gone; migrations make it, and nothing deletes it')
  // Noticed once: from here on it counts on from where the store is now.
  seenBeat.last = row.beat <= seen ? row.beat : Math.max(seenBeat.last, row.beat)
  if (row.beat <= seen) {
    await halt(
      context,
      `The store's heartbeat is ${row.beat}, and was ${seen} before: the last seconds are lost`,
    )
  } else if (row.timeline !== null && row.timeline !== row.now_timeline) {
    await halt(
      context,
      `Another server was promoted (timeline ${row.timeline}, now ${row.now_timeline}): it may lack the last seconds`,
    )
  }
}

/**
 * `before`: what this process had seen when it asked; a statement that was under way then may show an older beat than the last.
 * @throws {StoreWentBack} where the store shows less.
 */
export function checkBeat(seenBeat: SeenBeat, before: number, now: number): void {
  if (now < before) throw new StoreWentBack(`The store's heartbeat is ${now}, and was ${before} before`)
  seenBeat.last = Math.max(seenBeat.last, now)
}

/** From its commit on, no process claims anything, until an operator resumes. */
export async function halt({ db, log }: Pick<Context, 'db' | 'log'>, reason: string): Promise<void> {
  const { rows } = await sql`
    update credit_heartbeat set halted_at = now(), halted_reason = ${reason} where halted_at is null returning id`.execute(
    db,
  )
  if (rows.length > 0) log('store.went-back', { reason }, 'error')
}
