import type { Context } from '../context.ts'
import type { ConsentProblem, TokenResult } from '../malls/types.ts'
import type { Refresh } from './refresh.ts'
import { accessContext } from './save-pair.ts'

/** An access token that runs out sooner than this is not used: the call must end before it does. */
const MARGIN_MS = 60_000

export function isGood(expiresAt: Date, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() > MARGIN_MS
}

export interface ReadToken {
  result: TokenResult
  /** 0: there is none. */
  version: number
}

/** Whether the token of a mall that was closed is asked for too, to see if it works again. */
export type OfWhichMall = 'open' | 'closed-too'

/** The mall's access token, renewed first where it runs out. */
export function createReadToken({ db, sealer, clock }: Context, refresh: Refresh) {
  return async (mallId: string, ofWhich: OfWhichMall = 'open'): Promise<ReadToken> => {
    const row = await db
      .selectFrom('credit_malls as m')
      .leftJoin('credit_tokens as t', 't.mall_id', 'm.mall_id')
      .select([
        'm.consent',
        'm.consent_problem',
        't.access_sealed',
        't.access_expires_at',
        't.scopes',
        't.version',
      ])
      .where('m.mall_id', '=', mallId)
      .executeTakeFirst()
    if (!row) return { result: { kind: 'unknown-mall' }, version: 0 }
    if (row.consent === 'consent-needed' && ofWhich === 'open') {
      const problem = row.consent_problem as ConsentProblem
      return { result: { kind: 'consent-needed', problem }, version: row.version ?? 0 }
    }
    if (!row.access_sealed || !row.access_expires_at || !row.scopes || row.version === null) {
      return { result: { kind: 'consent-needed', problem: 'never' }, version: 0 }
    }
    if (!isGood(row.access_expires_at, clock())) {
      return { result: await refresh(mallId, row.version, ofWhich), version: row.version + 1 }
    }
    const accessToken = sealer.open(row.access_sealed, accessContext(mallId))
    return { result: { kind: 'token', accessToken, scopes: row.scopes }, version: row.version }
  }
}
