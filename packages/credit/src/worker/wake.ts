import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context } from '../context.ts'
import { gather } from '../gather.ts'
import { recordset } from '../recordset.ts'
import { prepared } from '../store/prepared.ts'

export interface Wake {
  mallId: string
  /** From now, ms. */
  inMs: number
}

/** Brings malls' next turns forward. Never throws: what is not woken is found by the sweep. */
export type WakeMalls = (wakes: readonly Wake[]) => Promise<void>

/** A busy service wakes each mall anew with every batch of credits; so often is enough. */
const REST_MS = 10

export function createWake({ db, log }: Context): WakeMalls {
  // Shared by all that wake, so it runs on none of their pools: of one that is busy, the others would wait too.
  const wakeTogether = gather(AsyncLocalStorage.bind(wakeAll), REST_MS)

  async function wakeAll(lists: (readonly Wake[])[]): Promise<undefined[]> {
    const soonest = new Map<string, number>()
    for (const { mallId, inMs } of lists.flat()) {
      soonest.set(mallId, Math.min(inMs, soonest.get(mallId) ?? Infinity))
    }
    await wakeNow([...soonest].map(([mall_id, in_ms]) => ({ mall_id, in_ms })))
    return lists.map(() => undefined)
  }

  async function wakeNow(malls: { mall_id: string; in_ms: number }[]) {
    // The mall is locked even where nothing changes: a worker that is just computing the mall's next turn, from a snapshot
    // that lacks the new work, ends first, and its result is what is compared. In order, against deadlocks. Workers are
    // told only where the turn comes forward: a busy mall's is past. Needs no durability, for the sweep finds what is lost.
    await sql`${prepared}
      with asked as (
        select * from ${recordset(malls, 'x(mall_id text, in_ms float8)')}
      ), locked as materialized (
        select m.mall_id, m.due_at, now() + a.in_ms * interval '1 ms' as wanted_at
        from credit_malls m join asked a using (mall_id)
        order by m.mall_id for update of m
      ), woken as (
        update credit_malls m set due_at = l.wanted_at from locked l
        where m.mall_id = l.mall_id and (l.due_at is null or l.due_at > l.wanted_at)
        returning m.mall_id
      )
      select set_config('synchronous_commit', 'off', true),
        case when exists (select from woken) then pg_notify(${channels.work}, '') end`.execute(db)
  }

  return async (wakes) => {
    if (wakes.length === 0) return
    try {
      await wakeTogether(wakes)
    } catch (error) {
      log('mall.wake-failed', { malls: wakes.length, message: String(error) }, 'warn')
    }
  }
}
