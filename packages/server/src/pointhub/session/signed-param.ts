import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Person } from '../provider/point-provider.ts'

/** A signature that is good for longer was made by mistake, e.g. with milliseconds for seconds. */
const MAX_VALIDITY_S = 24 * 3_600
/** A form with a person opens that person's points without a code to their phone, so it is signed when it is sent. */
const MAX_FORM_VALIDITY_S = 10 * 60

/** What an `add_param` that the merchant's backend signed is held to. */
export interface SignedParam {
  mediaCode: string
  userId: string
  addParam: string
  /** Of a form of `direct_ci`, whose signature covers the person too; null: a member alone. */
  person: Person | null
}

/**
 * | problem | means |
 * | --- | --- |
 * | `malformed` | it is not `<user_id>.<expiry>.<signature>` |
 * | `other-member` | it names another member than `user_id` |
 * | `expired` | its time is over |
 * | `valid-too-long` | it would be good for longer than is allowed |
 * | `wrong-signature` | no key of this media signed this text |
 */
export type SignatureProblem = 'malformed' | 'other-member' | 'expired' | 'valid-too-long' | 'wrong-signature'

export type SignatureCheck = { kind: 'proven'; signature: Buffer } | { kind: SignatureProblem }

/** Read from its end: a member id may hold dots. */
const pattern = /^(.+)\.(\d{10})\.([A-Za-z0-9_-]{43})$/s

/**
 * Checks an `add_param` against the keys of its media (docs/decisions/pointhub-member-proof.md).
 * @param keys any of them may have signed: a replaced key is good for some days more
 */
export function checkSignedParam(
  { mediaCode, userId, addParam, person }: SignedParam,
  keys: readonly string[],
  now: Date,
): SignatureCheck {
  const [, signedId, expiry, text] = pattern.exec(addParam) ?? []
  if (!signedId || !expiry || !text) return { kind: 'malformed' }
  if (signedId !== userId) return { kind: 'other-member' }
  const restS = Number(expiry) - now.getTime() / 1_000
  if (restS <= 0) return { kind: 'expired' }
  if (restS > (person ? MAX_FORM_VALIDITY_S : MAX_VALIDITY_S)) return { kind: 'valid-too-long' }
  const signature = Buffer.from(text, 'base64url')
  const signed = signedText(mediaCode, userId, expiry, person)
  const proven = keys.some((key) =>
    timingSafeEqual(createHmac('sha256', key).update(signed).digest(), signature),
  )
  return proven ? { kind: 'proven', signature } : { kind: 'wrong-signature' }
}

/** No part can hold a line end, so a text says one thing only, and one without a person is never one with a person. */
function signedText(mediaCode: string, userId: string, expiry: string, person: Person | null): string {
  const ofPerson = person ? [person.ci, person.name, person.phone] : []
  return [mediaCode, userId, expiry, ...ofPerson].join('\n')
}
