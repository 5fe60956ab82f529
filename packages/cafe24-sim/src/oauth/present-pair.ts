import type { TokenPair } from '../books/tokens.ts'
import type { Faults } from '../faults/schema.ts'
import { kstWithoutZone } from '../kst.ts'

/** The mall that an answer names where it names the wrong one. */
const OTHER_MALL = 'anothermall'

/** The token endpoint's answer: times are KST without a zone. */
export function presentPair(pair: TokenPair, shape: Faults['tokenAnswer'] = 'documented') {
  const refreshExpiry = { refresh_token_expires_at: kstWithoutZone(pair.refreshUntilMs) }
  const expiry = { expires_at: kstWithoutZone(pair.accessUntilMs) }
  return {
    access_token: pair.accessToken,
    ...(shape === 'expires-in' ? { expires_in: secondsUntil(pair.accessUntilMs, pair) } : expiry),
    refresh_token: pair.refreshToken,
    ...(shape === 'expires-in'
      ? { refresh_token_expires_in: secondsUntil(pair.refreshUntilMs, pair) }
      : shape !== 'no-refresh-expiry' && refreshExpiry),
    client_id: pair.clientId,
    mall_id: shape === 'other-mall' ? OTHER_MALL : pair.mallId,
    user_id: pair.userId,
    scopes: shape === 'scopes-as-text' ? pair.scopes.join(',') : pair.scopes,
    issued_at: kstWithoutZone(pair.issuedMs),
    shop_no: '1',
  }
}

function secondsUntil(untilMs: number, { issuedMs }: TokenPair): number {
  return Math.round((untilMs - issuedMs) / 1000)
}
