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
  /** The beat that was seen committed before. */
  readonly seen: number
  constructor(now: number, seen: number) {
    super(`The store's heartbeat is ${now}, and was ${seen} before`)
    this.seen = seen
  }
}

/** PostgreSQL names its timeline first in the name of the log that it writes. */
const timeline = sql<string>`left(pg_walfile_name(pg_current_wal_lsn()), 8)`

const lostSince = (seen: number) =>
  sql<string>`format('The store''s heartbeat is %s, and was %s before: the last seconds are lost', beat, ${seen}::bigint)`

interface Beat {
  beat: number
  /** Why this beat halted all sending; null: it did not. */
  halted_now: string | null
}

/**
 * Counts the heartbeat up, and in the same statement halts all sending where the store went back in time: its count is below one
 * that this process saw committed, or another server was promoted since (an asynchronous standby may lack the last seconds). From
 * there it counts on from what was seen.
 */
export async function beat({ db, log, seenBeat }: Context): Promise<void> {
  const seen = seenBeat.last
  const { rows } = await sql<Beat>`
    update credit_heartbeat h set beat = greatest(h.beat, ${seen}::bigint) + 1, at = now(), beat_at = now(), timeline = ${timeline},
      resumed_at = case
        when before.beat_at < now() - ${INTERRUPTION_MS}::float8 * interval '1 ms' then now()
        else h.resumed_at
      end,
      halted_at = case when before.went_back is null then h.halted_at else coalesce(h.halted_at, now()) end,
      halted_reason = coalesce(h.halted_reason, before.went_back)
    from (
      select beat_at, halted_at, case
        when beat < ${seen}::bigint then ${lostSince(seen)}
        when timeline <> ${timeline}
          then format('Another server was promoted (timeline %s, now %s): it may lack the last seconds', timeline, ${timeline})
      end as went_back
      from credit_heartbeat for update
    ) before
    returning h.beat, case when before.halted_at is null then before.went_back end as halted_now`.execute(db)
  const [row] = rows
  if (!row) throw new Error('The heartbeat row is gone; migrations make it, and nothing deletes it')
  seenBeat.last = Math.max(seenBeat.last, row.beat)
  if (row.halted_now !== null) log('store.went-back', { reason: row.halted_now }, 'error')
}

/**
 * `before`: what this process had seen when it asked; a statement that was under way then may show an older beat than the last.
 * @throws {StoreWentBack} where the store shows less.
 */
export function checkBeat(seenBeat: SeenBeat, before: number, now: number): void {
  if (now < before) throw new StoreWentBack(now, before)
  seenBeat.last = Math.max(seenBeat.last, now)
}

/** From its commit on, no process claims anything, until an operator resumes; nothing if one has resumed since `seen` was seen. */
export async function halt({ db, log }: Pick<Context, 'db' | 'log'>, seen: number): Promise<void> {
  const { rows } = await sql<{ halted_reason: string }>`
    update credit_heartbeat set beat = ${seen}::bigint, halted_at = now(), halted_reason = ${lostSince(seen)}
    where halted_at is null and beat < ${seen}::bigint
    returning halted_reason`.execute(db)
  const [row] = rows
  if (row) log('store.went-back', { reason: row.halted_reason }, 'error')
}
