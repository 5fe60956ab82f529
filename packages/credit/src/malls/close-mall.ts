import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { ConsentProblem } from './types.ts'

/**
 * Lets no credit of the mall go out until its owner consents again; what waits is kept. `version`: of the token that showed
 * the problem, so that a late answer to an old token does not undo a fresh consent.
 */
export async function closeMall(
  { db, log }: Pick<Context, 'db' | 'log'>,
  mallId: string,
  problem: ConsentProblem,
  message: string | null,
  version?: number,
): Promise<void> {
  const { rows } = await sql`
    update credit_malls m set
      consent = 'consent-needed', consent_problem = ${problem}, consent_message = ${message}, open_at = 'infinity',
      gone_since = null, reopen_tried_at = now()
    where mall_id = ${mallId} and consent = 'consented' and (
      ${version ?? null}::int is null
      or exists (select from credit_tokens t where t.mall_id = m.mall_id and t.version = ${version ?? null})
    )
    returning mall_id`.execute(db)
  if (rows.length > 0) log('mall.consent-needed', { mallId, problem, message }, 'error')
}
