import { attempt, storefront } from '../page.ts'

/**
 * Cafe24's signed member token, got ahead: a press takes what is there and waits for nothing. `renew` asks for a new one
 * and is called when the member becomes known and after each press, so that each press has a token of its own.
 */
export function createMemberProof() {
  let token: string | undefined
  return {
    renew(clientId: string | undefined) {
      attempt(() =>
        storefront().CAFE24API?.getEncryptedMemberId?.(clientId, (_error, info) => {
          const memberId = info?.member_id
          if (memberId && typeof memberId === 'string') token = memberId
        }),
      )
    },
    token: () => token,
  }
}
