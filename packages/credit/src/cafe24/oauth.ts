import * as z from 'zod'
import type { CallCafe24 } from './call.ts'
import { parseKst } from './kst.ts'
import type { Outcome } from './outcome.ts'
import type { Cafe24Client, ClientCredentials, TokenPair } from './types.ts'

const HOUR_MS = 3_600_000
/** What Cafe24 documents; taken where an answer does not say, or says what cannot be. */
const ACCESS_LIVES_MS = 2 * HOUR_MS
const REFRESH_LIVES_MS = 14 * 24 * HOUR_MS
/** A life beyond this is no life but a misread time, e.g. one of another zone. */
const LONGEST_FACTOR = 5

/** A value that is judged later: one that does not fit must not lose the pair. */
const tolerant = z.unknown().optional()

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_at: tolerant,
  expires_in: tolerant,
  refresh_token_expires_at: tolerant,
  refresh_token_expires_in: tolerant,
  mall_id: tolerant,
  user_id: tolerant,
  scopes: tolerant,
  scope: tolerant,
})

type OauthCalls = Pick<Cafe24Client, 'authorizeUrl' | 'exchangeCode' | 'refresh' | 'revoke'>

export function oauthCalls(call: CallCafe24, api: (mallId: string, path: string) => URL): OauthCalls {
  async function tokenCall(
    client: ClientCredentials,
    form: Record<string, string>,
  ): Promise<Outcome<TokenPair>> {
    const outcome = await call({
      method: 'POST',
      url: api(client.mallId, 'oauth/token'),
      authorization: basic(client),
      body: new URLSearchParams(form),
      answer: tokenAnswer,
    })
    if (!outcome.ok) return outcome
    return { ...outcome, value: pairOf(outcome.value, outcome.headers.at ?? new Date()) }
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

/** `answeredAt`: by Cafe24's clock. */
function pairOf(answer: z.infer<typeof tokenAnswer>, answeredAt: Date): TokenPair {
  return {
    mallId: textOf(answer.mall_id),
    userId: textOf(answer.user_id),
    accessToken: answer.access_token,
    accessLivesMs: lifeOf(answer.expires_at, answer.expires_in, answeredAt, ACCESS_LIVES_MS),
    refreshToken: answer.refresh_token,
    refreshLivesMs: lifeOf(
      answer.refresh_token_expires_at,
      answer.refresh_token_expires_in,
      answeredAt,
      REFRESH_LIVES_MS,
    ),
    scopes: scopesOf(answer.scopes ?? answer.scope),
  }
}

function textOf(value: unknown): string | null {
  return (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : null
}

/** ms; `at` is a time as Cafe24 documents it, `inSeconds` what other OAuth servers write. */
function lifeOf(at: unknown, inSeconds: unknown, answeredAt: Date, documentedMs: number): number {
  const until = typeof at === 'string' ? parseKst(at) : null
  const livesMs = until ? until.getTime() - answeredAt.getTime() : Number(inSeconds ?? Number.NaN) * 1000
  return livesMs > 0 && livesMs <= LONGEST_FACTOR * documentedMs ? livesMs : documentedMs
}

/** A list, or one text with commas or spaces. */
function scopesOf(value: unknown): string[] | null {
  const list = typeof value === 'string' ? value.split(/[\s,]+/) : value
  if (!Array.isArray(list)) return null
  const scopes = list.filter((each): each is string => typeof each === 'string' && each !== '')
  return scopes.length > 0 ? scopes : null
}

function basic({ clientId, clientSecret }: ClientCredentials): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
}
