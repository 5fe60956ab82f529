import * as z from 'zod'
import type { CallCafe24 } from './call.ts'
import { instantField } from './fields.ts'
import type { Cafe24Client, ClientCredentials, TokenPair } from './types.ts'

const tokenAnswer = z
  .object({
    access_token: z.string().min(1),
    expires_at: instantField,
    refresh_token: z.string().min(1),
    refresh_token_expires_at: instantField,
    mall_id: z.string().min(1),
    user_id: z.string().nullish(),
    scopes: z.array(z.string()),
  })
  .transform((answer): TokenPair => ({
    mallId: answer.mall_id,
    userId: answer.user_id ?? null,
    accessToken: answer.access_token,
    accessExpiresAt: answer.expires_at,
    refreshToken: answer.refresh_token,
    refreshExpiresAt: answer.refresh_token_expires_at,
    scopes: answer.scopes,
  }))

type OauthCalls = Pick<Cafe24Client, 'authorizeUrl' | 'exchangeCode' | 'refresh' | 'revoke'>

export function oauthCalls(call: CallCafe24, api: (mallId: string, path: string) => URL): OauthCalls {
  function tokenCall(client: ClientCredentials, form: Record<string, string>) {
    return call({
      method: 'POST',
      url: api(client.mallId, 'oauth/token'),
      authorization: basic(client),
      body: new URLSearchParams(form),
      answer: tokenAnswer,
    })
  }
  return {
    authorizeUrl({ mallId, clientId, redirectUri, state, scopes }) {
      const url = api(mallId, 'oauth/authorize')
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        state,
        redirect_uri: redirectUri,
        scope: scopes.join(','),
      }).toString()
      return url.toString()
    },
    exchangeCode: (client, { code, redirectUri }) =>
      tokenCall(client, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    refresh: (client, refreshToken) =>
      tokenCall(client, { grant_type: 'refresh_token', refresh_token: refreshToken }),
    revoke: (client, token, hint) =>
      call({
        method: 'POST',
        url: api(client.mallId, 'oauth/revoke'),
        authorization: basic(client),
        body: new URLSearchParams({ token, token_hint: hint }),
        answer: z.unknown().transform(() => null),
      }),
  }
}

function basic({ clientId, clientSecret }: ClientCredentials): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
}
