import { sql } from 'kysely'
import { pointScopes } from '../cafe24/scopes.ts'
import { testMallOf } from '../cafe24/test-mall.ts'
import type { Context } from '../context.ts'
import type { Malls } from '../credit-types.ts'
import type { createReadToken } from '../tokens/read-token.ts'
import { savePair } from '../tokens/save-pair.ts'
import type { WakeMalls } from '../worker/wake.ts'
import { createAskMall } from './ask-mall.ts'
import { createCloseIfGone } from './close-if-gone.ts'
import { createReopenMall } from './reopen-mall.ts'
import { createStatuses } from './statuses.ts'
import type { ConsentResult, MallRegistration } from './types.ts'

/** The malls that are credited: their apps, their owners' consent, how they stand. */
export function createMalls(
  context: Context,
  wake: WakeMalls,
  readToken: ReturnType<typeof createReadToken>,
): Malls {
  const { db, cafe24, secrets, log } = context
  const statuses = createStatuses(context)
  const askMall = createAskMall(context, readToken)

  async function clientOf(mallId: string): Promise<MallRegistration | null> {
    const row = await db
      .selectFrom('credit_malls')
      .selectAll()
      .where('mall_id', '=', mallId)
      .executeTakeFirst()
    if (!row) return null
    const clientSecret = secrets.open(mallId, 'client', row.client_secret_sealed)
    if (clientSecret === null) return null
    return { mallId, clientId: row.client_id, clientSecret, redirectUri: row.redirect_uri }
  }

  /** Without its secrets, nothing could be credited. */
  async function isConsented(mallId: string): Promise<boolean> {
    const row = await db
      .selectFrom('credit_malls')
      .innerJoin('credit_tokens', 'credit_tokens.mall_id', 'credit_malls.mall_id')
      .select(['consent', 'client_secret_sealed', 'refresh_sealed'])
      .where('credit_malls.mall_id', '=', mallId)
      .executeTakeFirst()
    if (row?.consent !== 'consented') return false
    return secrets.hasKeyOf(row.client_secret_sealed) && secrets.hasKeyOf(row.refresh_sealed)
  }

  return {
    async register({ mallId, clientId, clientSecret, redirectUri }) {
      const app = {
        client_id: clientId,
        client_secret_sealed: secrets.seal(mallId, 'client', clientSecret),
        redirect_uri: redirectUri,
      }
      await db
        .insertInto('credit_malls')
        .values({ mall_id: mallId, ...app })
        .onConflict((conflict) => conflict.column('mall_id').doUpdateSet(app))
        .execute()
    },

    app: clientOf,

    async moveRedirect(mallId, redirectUri) {
      await db
        .updateTable('credit_malls')
        .set({ redirect_uri: redirectUri })
        .where('mall_id', '=', mallId)
        .execute()
    },

    async authorizeUrl(mallId, state, scopes = pointScopes) {
      const client = await clientOf(mallId)
      if (!client) return null
      return cafe24.authorizeUrl({
        mallId,
        clientId: client.clientId,
        redirectUri: client.redirectUri,
        state,
        scopes,
      })
    },

    async consent({ mallId, code }): Promise<ConsentResult> {
      const client = await clientOf(mallId)
      if (!client) return { kind: 'unknown-mall' }
      const outcome = await cafe24.exchangeCode(client, { code, redirectUri: client.redirectUri })
      if (!outcome.ok) {
        const { code: failure, message } = outcome
        log('mall.consent-failed', { mallId, code: failure, message }, 'warn')
        const refused = outcome.effect === 'refused' || failure === 'token-refused'
        return { kind: refused ? 'refused' : 'unavailable', code: failure, message }
      }
      const pair = outcome.value
      if (pair.mallId !== null && pair.mallId !== mallId) {
        // Not ours to keep; it dies at Cafe24 too, as far as Cafe24 answers.
        await cafe24.revoke(client, pair.accessToken, 'access_token')
        return { kind: 'wrong-mall', consentedMallId: pair.mallId }
      }
      if (pair.userId && pair.userId !== mallId) {
        await cafe24.revoke(client, pair.accessToken, 'access_token')
        return { kind: 'wrong-account', userId: pair.userId }
      }
      const missing = pointScopes.filter((scope) => pair.scopes && !pair.scopes.includes(scope))
      if (missing.length > 0) return { kind: 'scope-missing', missing }
      const scopes = pair.scopes ?? [...pointScopes]
      await savePair(context, mallId, 0, { pair: { ...pair, scopes }, ageMs: 0 })
      await sql`update credit_malls set token_refusals = 0, refusals_in_row = 0 where mall_id = ${mallId}`.execute(
        db,
      )
      log('mall.consented', { mallId, scopes })
      void wake([{ mallId, inMs: 0 }])
      const tokenGoodUntil = new Date(context.clock().getTime() + pair.refreshLivesMs)
      return { kind: 'consented', scopes, tokenGoodUntil }
    },

    isConsented,

    async testMall(mediaCode) {
      const mallId = testMallOf(mediaCode)
      if (await isConsented(mallId)) return mallId
      const nothing = { clientId: 'test', clientSecret: 'test', redirectUri: 'test:' }
      await this.register({ mallId, ...nothing })
      await this.consent({ mallId, code: 'test' })
      return mallId
    },

    status: async (mallId) => (await statuses([mallId]))[0] ?? null,
    statuses,
    closeIfGone: createCloseIfGone(context, askMall),
    reopen: createReopenMall(context, askMall),
    access: async (mallId) => (await readToken(mallId)).result,
  }
}
