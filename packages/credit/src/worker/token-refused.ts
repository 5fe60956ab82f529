import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { closeMall } from '../malls/close-mall.ts'
import type { Refresh } from '../tokens/refresh.ts'

export interface TokenRefused {
  /** Lets no claim use this version any more. To be awaited before the refused parts are due again. */
  mark(mallId: string, version: number): Promise<void>
  /** Renews the token, and calls for the owner where renewing does not help. */
  renew(mallId: string, version: number): Promise<void>
}

/** Renewed tokens in a row that are refused before it is no longer the token's fault. One may be by chance: two hours' end. */
const MAX_REFUSED_TOKENS = 4

export function createTokenRefused(
  context: Context,
  refresh: Refresh,
  open: (mallId: string) => Promise<void>,
): TokenRefused {
  const { db } = context
  return {
    async mark(mallId, version) {
      // Of several calls that were refused with the same token, the first counts; those with one that is replaced already come
      // late and tell nothing.
      await sql`
        update credit_malls m set token_refusals = token_refusals + 1, refused_version = ${version}
        where mall_id = ${mallId} and refused_version <> ${version}
          and exists (select from credit_tokens t where t.mall_id = m.mall_id and t.version = ${version})`.execute(
        db,
      )
    },

    async renew(mallId, version) {
      const mall = await db
        .selectFrom('credit_malls')
        .select('token_refusals')
        .where('mall_id', '=', mallId)
        .executeTakeFirst()
      if ((mall?.token_refusals ?? 0) >= MAX_REFUSED_TOKENS) {
        await closeMall(context, mallId, 'token-refused', 'Renewed tokens are refused too', version)
        return
      }
      const result = await refresh(mallId, version)
      if (result.kind === 'token') await open(mallId)
    },
  }
}
