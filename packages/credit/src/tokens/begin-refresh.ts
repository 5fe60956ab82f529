import { sql } from 'kysely'
import type { ClientCredentials } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import type { ConsentProblem, TokenResult } from '../malls/types.ts'
import { isGood } from './is-good.ts'
import { unreadable } from './mall-secrets.ts'
import type { OfWhichMall } from './read-token.ts'

/** This process, and no other, shall make the call now. */
export interface Begun {
  kind: 'begun'
  refreshId: string
  client: ClientCredentials
  refreshToken: string
  /** Its 14 days are over. */
  refreshOver: boolean
  /** Of the pair that is to be replaced. */
  scopes: string[]
  /** Of the pair that is to be replaced. */
  version: number
  /** One was begun before, and nobody knows how it ended. */
  takenOver: boolean
}

export type Beginning = Begun | { kind: 'result'; result: TokenResult } | { kind: 'another-is-at-it' }

interface Row {
  client_id: string
  client_secret_sealed: string
  consent: 'never' | 'consented' | 'consent-needed'
  consent_problem: string | null
  access_sealed: string
  access_good: boolean
  refresh_sealed: string
  refresh_over: boolean
  scopes: string[]
  version: number
  begun: boolean
  lease_over: boolean
}

/** Records that a refresh has begun, unless a newer token is there already or another process is at it. */
export function beginRefresh(
  { db, secrets, timing }: Context,
  mallId: string,
  seenVersion: number,
  refreshId: string,
  ofWhich: OfWhichMall,
): Promise<Beginning> {
  return db.transaction().execute(async (trx): Promise<Beginning> => {
    const { rows } = await sql<Row>`
      select m.client_id, m.client_secret_sealed, m.consent, m.consent_problem, t.access_sealed, ${isGood} as access_good,
        t.refresh_sealed, t.refresh_expires_at <= now() as refresh_over, t.scopes, t.version, t.refresh_id is not null as begun,
        coalesce(t.refresh_begun_at < now() - ${timing.refreshLeaseMs}::float8 * interval '1 ms', true) as lease_over
      from credit_malls m join credit_tokens t using (mall_id)
      where m.mall_id = ${mallId} for update of t`.execute(trx)
    const [row] = rows
    if (!row) {
      const mall = await trx
        .selectFrom('credit_malls')
        .select('mall_id')
        .where('mall_id', '=', mallId)
        .executeTakeFirst()
      return {
        kind: 'result',
        result: mall ? { kind: 'consent-needed', problem: 'never' } : { kind: 'unknown-mall' },
      }
    }
    if (row.consent === 'consent-needed' && ofWhich === 'open') {
      return {
        kind: 'result',
        result: { kind: 'consent-needed', problem: row.consent_problem as ConsentProblem },
      }
    }
    if (row.version > seenVersion && row.access_good) {
      const accessToken = secrets.open(mallId, 'access', row.access_sealed)
      if (accessToken !== null)
        return { kind: 'result', result: { kind: 'token', accessToken, scopes: row.scopes } }
    }
    if (row.begun && !row.lease_over) return { kind: 'another-is-at-it' }
    const clientSecret = secrets.open(mallId, 'client', row.client_secret_sealed)
    const refreshToken = secrets.open(mallId, 'refresh', row.refresh_sealed)
    if (clientSecret === null || refreshToken === null) return { kind: 'result', result: unreadable(mallId) }
    await sql`
      update credit_tokens set refresh_id = ${refreshId}, refresh_begun_at = now() where mall_id = ${mallId}`.execute(
      trx,
    )
    return {
      kind: 'begun',
      refreshId,
      client: { mallId, clientId: row.client_id, clientSecret },
      refreshToken,
      refreshOver: row.refresh_over,
      scopes: row.scopes,
      version: row.version,
      takenOver: row.begun,
    }
  })
}
