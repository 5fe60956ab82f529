import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Media } from '../../media/media.ts'
import type { MemberTokenCheck } from '../deps.ts'
import { Refusal } from '../errors.ts'

/** A proof that is good for longer was made by mistake (e.g. milliseconds for seconds). */
const LONGEST_VALIDITY_S = 24 * 3_600

interface Claim {
  media: Media
  userId: string
  addParam: string | undefined
}

/**
 * Sees to it that a member is who the popup's URL says, as far as the media demands it
 * (docs/decisions/pointhub-member-proof.md).
 * @throws {Refusal} `member_proof_needed`, `member_proof_invalid`
 */
export async function demandMemberProof(
  { media, userId, addParam }: Claim,
  now: Date,
  tokenCheck: MemberTokenCheck,
): Promise<void> {
  if (media.memberProof === 'none') return
  if (!addParam) throw new Refusal('member_proof_needed', { field: 'addParam' })
  const proven =
    media.memberProof === 'signed-param'
      ? provesBySignature(media, userId, addParam, now)
      : (await tokenCheck(media, addParam)) === userId
  if (!proven) throw new Refusal('member_proof_invalid', { field: 'addParam' })
}

/** `<userId>.<expiryEpochS>.<signature>`, read from its end: a member id may hold dots. */
function provesBySignature(media: Media, userId: string, addParam: string, now: Date): boolean {
  const [, provenId, expiry, signature] = /^(.+)\.(\d{10})\.([A-Za-z0-9_-]{43})$/s.exec(addParam) ?? []
  if (provenId !== userId || !expiry || !signature) return false
  const restS = Number(expiry) - now.getTime() / 1_000
  if (restS <= 0 || restS > LONGEST_VALIDITY_S) return false
  const expected = createHmac('sha256', media.memberProofSecret)
    .update(`${media.code}\n${userId}\n${expiry}`)
    .digest()
  const given = Buffer.from(signature, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
