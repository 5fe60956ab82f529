import { sql } from 'kysely'
import type { TokenPair } from '../cafe24/types.ts'
import type { Context } from '../context.ts'

/** A pair, and how long ago it was handed out, ms. */
export interface AnsweredPair {
  pair: TokenPair
  ageMs: number
}

/**
 * Puts a pair in place of the one of `version` (0: whichever there is) and opens the mall to the workers. The tokens' ends are
 * kept by the database's clock. Scopes that the answer did not name stay as they were. False: another pair has come
 * meanwhile, and nothing is changed.
 */
export async function savePair(
  { db, secrets }: Pick<Context, 'db' | 'secrets'>,
  mallId: string,
  version: number,
  { pair, ageMs }: AnsweredPair,
): Promise<boolean> {
  const accessSealed = secrets.seal(mallId, 'access', pair.accessToken)
  const refreshSealed = secrets.seal(mallId, 'refresh', pair.refreshToken)
  const { rows } = await sql`
    with saved as (
      insert into credit_tokens as t
        (mall_id, access_sealed, access_expires_at, refresh_sealed, refresh_expires_at, scopes)
      values (
        ${mallId},
        ${accessSealed}, now() + ${pair.accessLivesMs - ageMs}::float8 * interval '1 ms',
        ${refreshSealed}, now() + ${pair.refreshLivesMs - ageMs}::float8 * interval '1 ms',
        ${pair.scopes ?? []}
      )
      on conflict (mall_id) do update set
        access_sealed = excluded.access_sealed, access_expires_at = excluded.access_expires_at,
        refresh_sealed = excluded.refresh_sealed, refresh_expires_at = excluded.refresh_expires_at,
        scopes = case when ${pair.scopes === null} then t.scopes else excluded.scopes end,
        version = t.version + 1, saved_at = now(), refresh_id = null, refresh_begun_at = null
      where ${version}::int = 0 or t.version = ${version}
      returning mall_id
    )
    update credit_malls m set
      consent = 'consented', consent_problem = null, consent_message = null, open_at = now(),
      consecutive_failures = 0, failing_since = null, gone_since = null,
      resumed_at = case when m.consent = 'consented' then m.resumed_at else now() end
    from saved where m.mall_id = saved.mall_id
    returning m.mall_id`.execute(db)
  return rows.length > 0
}
