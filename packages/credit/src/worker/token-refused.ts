import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { closeMall } from '../malls/close-mall.ts'
import type { Refresh } from '../tokens/refresh.ts'

/** Cafe24 refused an access token of this version. */
export type TokenRefused = (mallId: string, version: number) => Promise<void>

/** Renewed tokens in a row that are refused before it is no longer the token's fault. One may be by chance: two hours' end. */
const REFUSALS_THAT_TELL = 4

/** Renews a refused token, and calls for the owner where renewing does not help. */
export function createTokenRefused(
  context: Context,
  refresh: Refresh,
  open: (mallId: string) => Promise<void>,
): TokenRefused {
  return async (mallId, version) => {
    // Of several calls that were refused with the same token, the first counts; those with one that is replaced already come
    // late and tell nothing.
    const { rows } = await sql<{ token_refusals: number }>`
      update credit_malls m set token_refusals = token_refusals + 1, refused_version = ${version}
      where mall_id = ${mallId} and refused_version <> ${version}
        and exists (select from credit_tokens t where t.mall_id = m.mall_id and t.version = ${version})
      returning token_refusals`.execute(context.db)
    if ((rows[0]?.token_refusals ?? 0) >= REFUSALS_THAT_TELL) {
      await closeMall(context, mallId, 'token-refused', 'Renewed tokens are refused too', version)
      return
    }
    const result = await refresh(mallId, version)
    if (result.kind === 'token') await open(mallId)
  }
}
