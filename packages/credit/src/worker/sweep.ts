import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { WakeMalls } from './wake.ts'

/** Finds malls whose work waits for nobody, since its wake-up was lost with its process (credit_parts_due, one look a mall). */
export async function sweep({ db }: Context, wake: WakeMalls): Promise<void> {
  const { rows } = await sql<{ mall_id: string; in_ms: number }>`
    select m.mall_id, greatest(0, extract(epoch from p.due_at - now()) * 1000)::float8 as in_ms
    from credit_malls m cross join lateral (
      select due_at from credit_parts d where d.mall_id = m.mall_id and d.due_at is not null order by d.due_at limit 1
    ) p
    where m.due_at is null or m.due_at > p.due_at`.execute(db)
  await wake(rows.map((row) => ({ mallId: row.mall_id, inMs: row.in_ms })))
}
