import { attempt, storefront } from '../page.ts'

/** Asks Cafe24 for its signed member token: ahead of a press, which takes what has come and waits for nothing. */
export function askProof(clientId: string | undefined, take: (token: string) => void) {
  attempt(() =>
    storefront().CAFE24API!.getEncryptedMemberId!(clientId, (_error, info) => {
      const token = info?.member_id
      if (typeof token === 'string') take(token)
    }),
  )
}
