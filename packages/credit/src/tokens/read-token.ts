import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { ConsentProblem, TokenResult } from '../malls/types.ts'
import { isGood } from './is-good.ts'
import type { Refresh } from './refresh.ts'

export interface ReadToken {
  result: TokenResult
  /** 0: there is none. */
  version: number
}

/** Whether the token of a mall that was closed is asked for too, to see if it works again. */
export type OfWhichMall = 'open' | 'closed-too'

interface Row {
  consent: 'never' | 'consented' | 'consent-needed'
  consent_problem: string | null
  access_sealed: string | null
  scopes: string[] | null
  version: number | null
  good: boolean | null
}

/** The mall's access token, renewed first where it runs out or cannot be opened. */
export function createReadToken({ db, secrets }: Context, refresh: Refresh) {
  return async (mallId: string, ofWhich: OfWhichMall = 'open'): Promise<ReadToken> => {
    const { rows } = await sql<Row>`
      select m.consent, m.consent_problem, t.access_sealed, t.scopes, t.version, ${isGood} as good
      from credit_malls m left join credit_tokens t using (mall_id) where m.mall_id = ${mallId}`.execute(db)
    const [row] = rows
    if (!row) return { result: { kind: 'unknown-mall' }, version: 0 }
    if (row.consent === 'consent-needed' && ofWhich === 'open') {
      const problem = row.consent_problem as ConsentProblem
      return { result: { kind: 'consent-needed', problem }, version: row.version ?? 0 }
    }
    if (!row.access_sealed || !row.scopes || row.version === null) {
      return { result: { kind: 'consent-needed', problem: 'never' }, version: 0 }
    }
    const accessToken = row.good ? secrets.open(mallId, 'access', row.access_sealed) : null
    if (accessToken === null) {
      return { result: await refresh(mallId, row.version, ofWhich), version: row.version + 1 }
    }
    return { result: { kind: 'token', accessToken, scopes: row.scopes }, version: row.version }
  }
}
