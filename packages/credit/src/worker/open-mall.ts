import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context } from '../context.ts'

/** Lets a mall that waited for its token be claimed at once, or after a pause. */
export async function openMall({ db }: Context, mallId: string, inMs = 0): Promise<void> {
  await sql`
    with opened as (
      update credit_malls set open_at = now() + ${inMs}::float8 * interval '1 ms'
      where mall_id = ${mallId} and consent = 'consented' returning mall_id
    )
    select case when exists (select from opened) then pg_notify(${channels.work}, '') end`.execute(db)
}
