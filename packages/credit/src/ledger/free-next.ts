import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context } from '../context.ts'
import { prepared } from '../store/prepared.ts'

/**
 * Lets the part go that is now first of its member's, where a claim put it aside behind one of these credits'. To be called
 * after the commit that ended the earlier part, and not in it: a claim that still saw the earlier part holds the mall, and
 * may put the later one aside until it commits. So the mall is locked first, and the parts are read then. Never throws:
 * a part that stays aside is looked at when its time is up.
 */
export async function freeNext(context: Context, creditIds: readonly number[]): Promise<void> {
  if (creditIds.length === 0) return
  try {
    await free(context, creditIds)
  } catch (error) {
    context.log('part.free-failed', { credits: creditIds.length, message: String(error) })
  }
}

async function free({ db }: Context, creditIds: readonly number[]): Promise<void> {
  // Members seldom have two credits at once: for the others nothing is locked.
  const { rows } = await sql<{ id: number; mall_id: string }>`${prepared}
    select distinct n.id, n.mall_id from credit_credits c cross join lateral (
      select p.id, p.mall_id, p.state from credit_parts p
      where p.mall_id = c.mall_id and p.member_id = c.member_id and p.due_at is not null order by p.id limit 1
    ) n
    where c.id = any(${creditIds}::bigint[]) and n.state = 'accepted'`.execute(db)
  if (rows.length === 0) return
  const partIds = rows.map(({ id }) => id)
  const mallIds = [...new Set(rows.map(({ mall_id }) => mall_id))]
  await db.transaction().execute(async (trx) => {
    await sql`
      select set_config('synchronous_commit', 'off', true), mall_id
      from (select mall_id from credit_malls where mall_id = any(${mallIds}) order by mall_id for update) locked`.execute(
      trx,
    )
    await sql`
      with freed as (
        update credit_parts set due_at = now()
        where id = any(${partIds}::bigint[]) and state = 'accepted' and due_at > now()
        returning mall_id
      ), woken as (
        update credit_malls m set due_at = now()
        where mall_id in (select mall_id from freed) and coalesce(due_at > now(), true) returning mall_id
      )
      select case when exists (select from woken) then pg_notify(${channels.work}, '') end`.execute(trx)
  })
}
