import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { closeMall } from './close-mall.ts'
import type { ConsentProblem } from './types.ts'

/**
 * Cafe24 says that a mall, its app or its token is gone. Cafe24 has said so by mistake: the first time, the mall's credits
 * wait for a moment, and only if it says the same again afterwards is the mall closed. A good answer in between clears it.
 *
 * @returns whether the mall is closed now. `version`: of the token that met it.
 */
export async function suspectMall(
  context: Pick<Context, 'db' | 'log' | 'timing'>,
  mallId: string,
  problem: ConsentProblem,
  message: string,
  version: number,
): Promise<boolean> {
  const confirmMs = context.timing.confirmGoneMs
  // Calls of one moment say it together, and count as one.
  const { rows } = await sql<{ first: boolean; confirmed: boolean }>`
    update credit_malls m set
      gone_since = coalesce(gone_since, now()),
      open_at = greatest(open_at, now() + ${confirmMs}::float8 * interval '1 ms')
    from (select mall_id, gone_since as before from credit_malls where mall_id = ${mallId} for update) b
    where m.mall_id = b.mall_id and m.consent = 'consented'
      and exists (select from credit_tokens t where t.mall_id = m.mall_id and t.version = ${version})
    returning b.before is null as first, coalesce(b.before <= now() - ${confirmMs * 0.9}::float8 * interval '1 ms', false)
      as confirmed`.execute(context.db)
  const [suspected] = rows
  if (suspected?.first) context.log('mall.refused', { mallId, problem, message }, 'warn')
  if (!suspected?.confirmed) return false
  await closeMall(context, mallId, problem, message, version)
  return true
}
