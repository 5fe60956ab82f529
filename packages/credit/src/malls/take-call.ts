import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { noHeaders, type Failure } from '../cafe24/outcome.ts'
import type { Context } from '../context.ts'
import { INTERACTIVE_CAPACITY, LEAK_PER_SECOND, SPARE_CAPACITY } from '../worker/budget.ts'
import { bucketLevelNow, burstLevelNow } from '../worker/levels-now.ts'

/** The bucket makes room for a call each half second. */
const ROOM_IN_MS = 1000 / LEAK_PER_SECOND

/**
 * Counts a call of the points API that no claim counted, once there is room for it in the mall's buckets. A failure where
 * Cafe24 asked not to be called for a while (`Retry-After`): nobody waits here for an hour.
 */
export function takeCall(context: Pick<Context, 'db' | 'burst'>, mallId: string): Promise<Failure | null> {
  return take(context, mallId, INTERACTIVE_CAPACITY)
}

/** The same for what can wait: only while half of the mall's bucket is free, so that credits and people go first. */
export function takeSpareCall(
  context: Pick<Context, 'db' | 'burst'>,
  mallId: string,
): Promise<Failure | null> {
  return take(context, mallId, SPARE_CAPACITY)
}

async function take(
  { db, burst }: Pick<Context, 'db' | 'burst'>,
  mallId: string,
  capacity: number,
): Promise<Failure | null> {
  for (;;) {
    const { rows } = await sql<{ taken: boolean; wait_ms: number | null }>`
      with mall as (
        select mall_id, extract(epoch from calls_from - now())::float8 * 1000 as wait_ms,
          ${bucketLevelNow()} as level, ${burstLevelNow(burst)} as burst
        from credit_malls where mall_id = ${mallId} for update
      ), taken as (
        update credit_malls m set bucket_level = mall.level + 1, burst_level = mall.burst + 1, bucket_at = now()
        from mall where m.mall_id = mall.mall_id and mall.level <= ${capacity - 1}
          and mall.burst <= ${burst.capacity - 1} and coalesce(mall.wait_ms <= 0, true)
        returning m.mall_id
      )
      select exists (select from taken) as taken, wait_ms from mall`.execute(db)
    const [mall] = rows
    if (!mall || mall.taken) return null
    if ((mall.wait_ms ?? 0) > 0) return askedToWait(mall.wait_ms ?? 0)
    await sleep(ROOM_IN_MS)
  }
}

function askedToWait(waitMs: number): Failure {
  return {
    ok: false,
    effect: 'not-applied',
    code: 'too-many-calls',
    status: null,
    message: `Cafe24 asked not to be called for another ${Math.ceil(waitMs / 1000)} s`,
    inOwnWords: false,
    headers: noHeaders,
  }
}
