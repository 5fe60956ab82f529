import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { prepared } from '../store/prepared.ts'

/** How long until the first mall may be claimed, ms, at least 1; null: none waits, or sending is halted (index credit_malls_claim). */
export async function soonestTurnMs({ db }: Context): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`${prepared}
    select (extract(epoch from claim_at - now()) * 1000)::float8 as ms
    from credit_malls where claim_at < 'infinity'
      and not exists (select from credit_heartbeat where halted_at is not null)
    order by claim_at limit 1`.execute(db)
  const ms = rows[0]?.ms
  return ms === null || ms === undefined ? null : Math.max(1, Math.ceil(ms))
}
