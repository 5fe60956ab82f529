import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { LEAK_PER_SECOND, PEOPLES_CAPACITY } from '../worker/budget.ts'

/** The bucket makes room for a call each half second. */
const ROOM_IN_MS = 1000 / LEAK_PER_SECOND

/** Counts a call of the points API that no claim counted, once there is room for it in the mall's bucket. */
export async function takeCall({ db }: Pick<Context, 'db'>, mallId: string): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      with mall as (
        select mall_id, greatest(0, bucket_level - ${LEAK_PER_SECOND}::float8 * extract(epoch from now() - bucket_at)::float8)
          as level
        from credit_malls where mall_id = ${mallId} for update
      )
      update credit_malls m set bucket_level = mall.level + 1, bucket_at = now()
      from mall where m.mall_id = mall.mall_id and mall.level <= ${PEOPLES_CAPACITY - 1}
      returning m.mall_id`.execute(db)
    if (rows.length > 0) return
    await sleep(ROOM_IN_MS)
  }
}
