import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context } from '../context.ts'
import { recordset } from '../recordset.ts'
import { BUCKET_CAPACITY, LEAK_PER_SECOND, refillMs } from './budget.ts'
import { retryInMs } from './retry.ts'
import { prepared } from '../store/prepared.ts'

/** What a batch of ended calls says of one mall. */
export interface MallNote {
  mallId: string
  answered: boolean
  failed: number
  /** The highest that Cafe24 showed; null: it showed none. */
  bucketUsed: number | null
  overflowed: boolean
  credited: boolean
  /** When a part of it is due next, from now, ms; null: no part changed its time. */
  dueInMs: number | null
}

/** From so many failures in a row, a mall is given time, more each time. */
const PATIENCE = 3

/**
 * What is as it was is not written: a busy mall's row then changes once a claim, not once more for each batch of answers
 * (`last_credit_at` is kept to within 10 s).
 *
 * Corrects the malls' budgets by the answers, gives those in trouble a pause, and brings their next turns forward where a
 * part became due. Not part of the parts' own transaction: a claim locks the mall first and its credits then.
 */
export async function noteCalls(context: Context, notes: readonly MallNote[]): Promise<void> {
  const rows = notes.map((note) => ({
    mall_id: note.mallId,
    answered: note.answered,
    failed: note.failed,
    used: note.overflowed ? BUCKET_CAPACITY : (note.bucketUsed ?? 0),
    pause_ms: note.overflowed ? refillMs(BUCKET_CAPACITY) : 0,
    retry_ms: retryInMs(context, 1),
    credited: note.credited,
    due_ms: note.dueInMs,
  }))
  await sql`${prepared}
    with noted as (
      select * from ${recordset(
        rows,
        `x(mall_id text, answered bool, failed int, used float8, pause_ms float8, retry_ms float8, credited bool,
           due_ms float8)`,
      )}
    ), locked as materialized (
      select m.mall_id, m.due_at, m.open_at,
        case when n.answered then 0 else m.trouble + n.failed end as trouble,
        greatest(0, m.bucket_level - ${LEAK_PER_SECOND}::float8 * extract(epoch from now() - m.bucket_at)::float8) as level
      from credit_malls m join noted n using (mall_id)
      where n.due_ms is not null or n.failed > 0 or n.pause_ms > 0 or n.used > m.bucket_level
        or (n.answered and (m.trouble > 0 or m.token_refusals > 0))
        or (n.credited and coalesce(m.last_credit_at < now() - interval '10 s', true))
      order by m.mall_id for update of m
    ), changed as (
      update credit_malls m set
        bucket_level = greatest(l.level, n.used),
        bucket_at = now(),
        trouble = l.trouble,
        token_refusals = case when n.answered and n.credited then 0 else m.token_refusals end,
        last_credit_at = case when n.credited then now() else m.last_credit_at end,
        open_at = greatest(
          l.open_at,
          now() + n.pause_ms * interval '1 ms',
          case when l.trouble >= ${PATIENCE} and n.failed > 0
            then now() + least(n.retry_ms * 2 ^ least(l.trouble - ${PATIENCE}, 20), ${context.timing.retryMaxMs}) * interval '1 ms'
          end
        ),
        due_at = least(l.due_at, now() + n.due_ms * interval '1 ms')
      from locked l join noted n using (mall_id)
      where m.mall_id = l.mall_id
      returning l.due_at as before, m.due_at as after
    )
    select set_config('synchronous_commit', 'off', true),
      case when exists (select from changed where after is not null and (before is null or before > after))
        then pg_notify(${channels.work}, '') end`.execute(context.db)
}
