import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context } from '../context.ts'
import { recordset } from '../recordset.ts'
import { prepared } from '../store/prepared.ts'
import { BUCKET_CAPACITY, refillMs } from './budget.ts'
import { bucketLevelNow, burstLevelNow } from './levels-now.ts'
import { retryInMs } from './retry.ts'

/** What a batch of ended calls says of one mall. */
export interface MallNote {
  mallId: string
  answered: boolean
  /** It answered, and refused neither the mall nor its app. */
  served: boolean
  /** When the last of those that failed was claimed; null: none failed. */
  failedClaimAt: Date | null
  /** A call of a mall that does not answer ended without telling whether it does. */
  ended: boolean
  /** The highest that Cafe24 showed; null: it showed none. */
  bucketUsed: number | null
  overflowed: boolean
  /** Cafe24 asked to wait so long, ms; null: it did not. */
  retryAfterMs: number | null
  credited: boolean
  /** Members whose credits were refused for good. */
  refusedMembers: ReadonlySet<string>
  /** How far Cafe24's clock is ahead, ms; null: not shown. */
  clockSkewMs: number | null
  /** When a part of it is due next, from now, ms; null: no part changed its time. */
  dueInMs: number | null
}

/** What became of a mall by a batch of calls, where it is worth telling. */
export interface MallChange {
  mallId: string
  /** It answers again after an outage of so long, ms; null: there was none, or it goes on. */
  downMs: number | null
  /** An outage has begun. */
  startedFailing: boolean
  /** How far Cafe24's clock is ahead, where that is new; null: as before. */
  clockSkewMs: number | null
  refusalsInRow: number
}

/** Longest that a `Retry-After` is believed: a day. */
const MAX_RETRY_AFTER_MS = 86_400_000
/** A `Retry-After` in which somebody may act by hand. */
const LONG_WAIT_MS = 60_000
/** One incident happens; from two in a row on, it is an outage, in which credits wait and people act. */
const OUTAGE_INCIDENTS = 2
/** A probe follows a failing mall's last one after this share of the time that it has been failing. */
const PROBE_SHARE = 0.25
/** Cafe24's `Date` has no parts of a second, and an answer takes its time: smaller changes of the skew are not kept. */
const SKEW_STEP_MS = 3_000

/**
 * Corrects the malls' budgets by the answers, pauses those that fail, and brings their next turns forward where a part became
 * due. Calls that were under way together and failed are one incident. A good answer ends the pause at once; after an outage it
 * makes all due that waited for the mall.
 *
 * Rows that would not change are skipped: a busy mall's row then changes once a claim, not once more for each batch of answers
 * (`last_credit_at` is kept to within 10 s). Not part of the parts' own transaction: a claim locks the mall first and its
 * credits then.
 */
export async function noteCalls(context: Context, notes: readonly MallNote[]): Promise<MallChange[]> {
  const { burst, timing } = context
  const rows = notes.map((note) => ({
    mall_id: note.mallId,
    answered: note.answered,
    served: note.served,
    failed_claim_at: note.failedClaimAt,
    ended: note.ended,
    used: note.overflowed ? BUCKET_CAPACITY : (note.bucketUsed ?? 0),
    pause_ms: note.overflowed ? refillMs({ level: BUCKET_CAPACITY, burst: 0 }, burst) : 0,
    wait_ms: note.retryAfterMs === null ? null : Math.min(note.retryAfterMs, MAX_RETRY_AFTER_MS),
    retry_ms: retryInMs(context, 1),
    credited: note.credited,
    refused: note.refusedMembers.size,
    refused_member: [...note.refusedMembers].at(-1) ?? null,
    skew_ms: note.clockSkewMs,
    due_ms: note.dueInMs,
  }))
  const { rows: changes } = await sql<{
    mall_id: string
    down_ms: number | null
    started_failing: boolean
    skew_ms: number | null
    refusals_in_row: number
  }>`${prepared}
    with noted as (
      select * from ${recordset(
        rows,
        `x(mall_id text, answered bool, served bool, failed_claim_at timestamptz, ended bool, used float8, pause_ms float8,
           wait_ms float8, retry_ms float8, credited bool, refused int, refused_member text, skew_ms float8, due_ms float8)`,
      )}
    ), locked as materialized (
      select m.mall_id, m.due_at, m.open_at, m.consent, m.failing_since, m.consecutive_failures as failures_before,
        m.clock_skew_ms as skew_before,
        not n.answered and coalesce(n.failed_claim_at > coalesce(m.failed_at, '-infinity'), false) as incident
      from credit_malls m join noted n using (mall_id)
      where n.due_ms is not null or n.failed_claim_at is not null or n.pause_ms > 0 or n.wait_ms is not null
        or n.used > m.bucket_level
        or (n.ended and m.consecutive_failures > 0)
        or (n.answered and (m.consecutive_failures > 0 or m.token_refusals > 0))
        or (n.served and m.gone_since is not null)
        or n.refused > 0 or (n.credited and m.refusals_in_row > 0)
        or coalesce(abs(n.skew_ms - m.clock_skew_ms) > ${SKEW_STEP_MS}, n.skew_ms is not null)
        or (n.credited and coalesce(m.last_credit_at < now() - interval '10 s', true))
      order by m.mall_id for update of m
    ), judged as (
      select l.*, case when n.answered then 0 else l.failures_before + l.incident::int end as failures,
        n.answered and l.failures_before > 0 as recovered,
        n.answered and l.failures_before >= ${OUTAGE_INCIDENTS} as outage_over,
        least(
          n.retry_ms * 2 ^ least(greatest(l.failures_before + l.incident::int - 1, 0), 20),
          greatest(n.retry_ms, ${PROBE_SHARE}::float8 * 1000 * extract(epoch from now() - coalesce(l.failing_since, now()))::float8),
          ${timing.probeMaxMs}::float8
        ) as probe_ms
      from locked l join noted n using (mall_id)
    ), changed as (
      update credit_malls m set
        bucket_level = greatest(${bucketLevelNow()}, n.used),
        burst_level = ${burstLevelNow(burst)},
        bucket_at = now(),
        consecutive_failures = j.failures,
        failing_since = case when j.failures > 0 then coalesce(j.failing_since, now()) end,
        failed_at = case when j.incident then now() else m.failed_at end,
        resumed_at = case
          when j.outage_over then now()
          when n.wait_ms >= ${LONG_WAIT_MS} then now() + n.wait_ms * interval '1 ms'
          else m.resumed_at
        end,
        gone_since = case when n.served then null else m.gone_since end,
        token_refusals = case when n.answered and n.credited then 0 else m.token_refusals end,
        refusals_in_row = case
          when n.credited then 0
          when n.refused_member is distinct from m.last_refused_member then m.refusals_in_row + n.refused
          else m.refusals_in_row
        end,
        last_refused_member = coalesce(n.refused_member, m.last_refused_member),
        clock_skew_ms = case
          when abs(n.skew_ms - m.clock_skew_ms) <= ${SKEW_STEP_MS} then m.clock_skew_ms
          else coalesce(n.skew_ms, m.clock_skew_ms)
        end,
        last_credit_at = case when n.credited then now() else m.last_credit_at end,
        open_at = case
          when m.consent <> 'consented' then m.open_at
          when j.recovered then now() + n.pause_ms * interval '1 ms'
          when j.failures > 0 then now() + greatest(j.probe_ms, n.pause_ms) * interval '1 ms'
          else greatest(m.open_at, now() + n.pause_ms * interval '1 ms')
        end,
        calls_from = coalesce(now() + n.wait_ms * interval '1 ms', m.calls_from),
        due_at = case when j.outage_over then now() else least(j.due_at, now() + n.due_ms * interval '1 ms') end
      from judged j join noted n using (mall_id)
      where m.mall_id = j.mall_id
      returning m.mall_id, j.due_at as before, m.due_at as after, j.recovered, j.outage_over, m.refusals_in_row,
        case when j.outage_over then extract(epoch from now() - j.failing_since)::float8 * 1000 end as down_ms,
        j.failures_before < ${OUTAGE_INCIDENTS} and j.failures >= ${OUTAGE_INCIDENTS} as started_failing,
        case when coalesce(abs(n.skew_ms - j.skew_before) > ${SKEW_STEP_MS}, true) then n.skew_ms end as skew_ms
    ), forward as (
      update credit_parts p set due_at = now()
      from changed c where c.outage_over and p.mall_id = c.mall_id and p.due_at > now() and p.state <> 'sending'
    )
    select mall_id, down_ms, started_failing, skew_ms, refusals_in_row, set_config('synchronous_commit', 'off', true),
      case when recovered or (after is not null and (before is null or before > after))
        then pg_notify(${channels.work}, '') end
    from changed`.execute(context.db)
  return changes.map((row) => ({
    mallId: row.mall_id,
    downMs: row.down_ms,
    startedFailing: row.started_failing,
    clockSkewMs: row.skew_ms,
    refusalsInRow: row.refusals_in_row,
  }))
}
