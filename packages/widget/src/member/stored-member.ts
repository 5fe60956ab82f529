import { own } from '../own.ts'

/** What the storefront's stored text says; the same as `StoredMemberReading` of `@pointpay/contracts`. */
export type StoredMemberReading =
  | { kind: 'member'; memberId: string; expiresAtMs: number }
  | { kind: 'guest' }
  | { kind: 'expired'; expiredAtMs: number }
  | { kind: 'malformed' }

/**
 * Reads `sessionStorage['member_' + shopNo]`. Written by hand because the first-load script has no room for a schema
 * library; a property test holds it equal to `readStoredMember` of the contracts on any text. Never throws, and of the
 * record, which holds names and phone numbers, lets go of all but the id.
 */
export function parseStoredMember(text: string, nowMs: number): StoredMemberReading {
  try {
    const { exp, data } = own(JSON.parse(text))
    const memberId = own(data)['member_id'] ?? ''
    if (typeof exp === 'number' && isFinite(exp) && typeof memberId === 'string') {
      if (exp <= nowMs) return { kind: 'expired', expiredAtMs: exp }
      return memberId ? { kind: 'member', memberId, expiresAtMs: exp } : { kind: 'guest' }
    }
  } catch {
    // Not JSON, or not an object where one must be.
  }
  return { kind: 'malformed' }
}
