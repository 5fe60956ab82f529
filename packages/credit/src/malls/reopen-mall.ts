import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context } from '../context.ts'
import type { AskMall } from './ask-mall.ts'
import { closeMall } from './close-mall.ts'
import type { ConsentProblem } from './types.ts'

/**
 * What can mend itself without a new consent. An app that expired may have been closed as any of the first three: by its
 * webhook, by the credit's call, or by the token's renewal that met it first. Cafe24 has said each of these by mistake, too.
 */
const renewable: readonly ConsentProblem[] = [
  'app-expired',
  'app-removed',
  'refresh-refused',
  'mall-not-found',
  'all-refused',
]

/** So many members' credits in a row refused are no longer those members' fault: the mall is closed. */
export const MAX_REFUSALS_IN_ROW = 10

/**
 * Lets a mall go on without a new consent (one that was closed for its refusals is closed again at the next one): from `consent-needed` for its app's sake to `consented`, where Cafe24 answers a call
 * with the token at hand, renewed first where it has run out. False: Cafe24 does not, and the mall is as it was.
 */
export function createReopenMall(context: Context, askMall: AskMall) {
  const { db, log } = context

  async function problemOf(mallId: string): Promise<ConsentProblem | undefined> {
    const { rows } = await sql<{ consent_problem: ConsentProblem }>`
      select consent_problem from credit_malls
      where mall_id = ${mallId} and consent = 'consent-needed' and consent_problem = any(${renewable}::text[])`.execute(
      db,
    )
    return rows[0]?.consent_problem
  }

  /** `version`: of the token that was answered. */
  async function open(mallId: string, version: number): Promise<void> {
    await sql`
      with opened as (
        update credit_malls m set
          consent = 'consented', consent_problem = null, consent_message = null, open_at = now(), resumed_at = now(),
          gone_since = null,
          consecutive_failures = 0, failing_since = null, token_refusals = 0,
          refusals_in_row = case when consent_problem = 'all-refused' then ${MAX_REFUSALS_IN_ROW - 1}::int else 0 end
        where mall_id = ${mallId} and consent = 'consent-needed' and consent_problem = any(${renewable}::text[])
          and exists (select from credit_tokens t where t.mall_id = m.mall_id and t.version = ${version})
        returning mall_id
      )
      select case when exists (select from opened) then pg_notify(${channels.work}, '') end`.execute(db)
  }

  return async (mallId: string): Promise<boolean> => {
    const problem = await problemOf(mallId)
    if (!problem) return false
    const asked = await askMall(mallId, 'closed-too')
    if (!asked) return false
    const { answer, version } = asked
    if (answer.ok) {
      await open(mallId, version)
      log('mall.reopened', { mallId, problem })
    } else if (answer.code === 'forbidden' || answer.code === 'not-found') {
      // A renewed token has opened the mall already; Cafe24's word on a call counts for more.
      await closeMall(context, mallId, problem, answer.message, version)
    }
    return answer.ok
  }
}
