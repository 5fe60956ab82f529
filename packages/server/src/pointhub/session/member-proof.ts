import type { Media } from '../../media/media.ts'
import type { MediaStore } from '../../media/media-store.ts'
import type { Clock, MemberTokenCheck } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { checkSignedParam } from './signed-param.ts'

interface Claim {
  media: Media
  userId: string
  addParam: string | undefined
}

interface ProofDeps {
  media: MediaStore
  memberTokenCheck: MemberTokenCheck
  clock: Clock
}

/**
 * Sees to it that a member is who the popup's URL says, as far as the media demands it
 * (docs/decisions/pointhub-member-proof.md).
 * @throws {Refusal} `member_proof_needed`; `member_proof_invalid`, with the `reason` for the merchant's developers
 */
export async function demandMemberProof(claim: Claim, deps: ProofDeps): Promise<void> {
  const { media, userId, addParam } = claim
  if (media.memberProof === 'none') return
  if (!addParam) throw new Refusal('member_proof_needed', { field: 'addParam' })
  if (media.memberProof === 'cafe24-token') {
    if ((await deps.memberTokenCheck(media, addParam)) === userId) return
    throw new Refusal('member_proof_invalid', { field: 'addParam' })
  }
  const signed = { mediaCode: media.code, userId, addParam, person: null }
  const { kind } = checkSignedParam(signed, await deps.media.proofKeys(media.code), deps.clock())
  if (kind !== 'proven')
    throw new Refusal('member_proof_invalid', { field: 'addParam', details: { reason: kind } })
}
