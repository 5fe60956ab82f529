import { createHash } from 'node:crypto'
import type { MediaCode } from '@pointpay/contracts'

/**
 * A key of a media.
 *
 * | purpose | is |
 * | --- | --- |
 * | `return` | the unguessable part of our own RETURN URL: who has it can ask for credits |
 * | `proof` | shared with the merchant's backend, which signs with it who a member is |
 */
export const keyPurposes = ['return', 'proof'] as const
export type KeyPurpose = (typeof keyPurposes)[number]

export interface IssuedKey {
  /** 256 random bits, base64url. */
  key: string
  /** Until when the key that it replaces is taken too; null: there was none. */
  oldUntil: Date | null
}

/** What a key is found by in the store. Plain SHA-256 is enough: nobody finds 256 random bits by trying. */
export function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** What a sealed key is bound to: copied into another media's row, or used for another purpose, it does not open. */
export function keyContext(mediaCode: MediaCode | string, purpose: KeyPurpose): string {
  return `media ${mediaCode} ${purpose} key`
}
