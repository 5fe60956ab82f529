import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Random } from '../deps.ts'
import { derivedKey, type Secrets } from '../../kernel/secrets.ts'
import type { IdentityCheck } from './identity-check.ts'

/**
 * Sends nothing and shows its code instead. A code is a keyed hash of its reference, so that no code lies in the database,
 * and yet a reload, or another process, can show it again.
 */
export function createSandboxIdentity(secrets: Secrets, random: Random): IdentityCheck {
  const key = derivedKey(secrets, 'sandbox-identity')
  const codeOf = (reference: string) =>
    String(createHmac('sha256', key).update(reference).digest().readUInt32BE() % 1_000_000).padStart(6, '0')
  return {
    send: async () => ({ reference: Buffer.from(random(16)).toString('base64url') }),
    matches: async (reference, code) => {
      const given = Buffer.from(code)
      const expected = Buffer.from(codeOf(reference))
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
    shownCode: codeOf,
  }
}
