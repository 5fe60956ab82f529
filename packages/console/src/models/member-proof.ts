import type { MediaStatus } from '@pointpay/contracts'

export type MemberProof = MediaStatus['memberProof']
type Kind = MediaStatus['kind']

/** What protects `user_id` in our own popup with the least work: Cafe24 signs for its malls, a backend signs for itself. */
export function recommendedProof(kind: Kind): MemberProof {
  return kind === 'cafe24' ? 'cafe24-token' : 'signed-param'
}

/** What a media may demand, the recommended first. Without a mall there is no Cafe24 token. */
export function proofsFor(kind: Kind): readonly MemberProof[] {
  return kind === 'cafe24' ? ['cafe24-token', 'signed-param', 'none'] : ['signed-param', 'none']
}

/** Whether the merchant's backend must sign, with the proof key, before a shopper gets into our own popup. */
export function demandsSignatures({
  memberProof,
  unverifiedAllowed,
}: Pick<MediaStatus, 'memberProof' | 'unverifiedAllowed'>): boolean {
  return memberProof === 'signed-param' || unverifiedAllowed
}
