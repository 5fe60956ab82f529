import {
  FIRST_SHOP,
  parsePopupFragment,
  type MediaCode,
  type MemberId,
  type OpenSession,
  type ShopNo,
} from '@pointpay/contracts'

/**
 * Who shall convert where, from the page's address, with the press's nonce and way back from the fragment. A nonce that the
 * contract does not allow is left out rather than refused: it is not the shopper's fault. The server judges the rest, and
 * serves the page for an address alone that names a mall and a member.
 * @returns null where the address names no mall or no member
 */
export function readOpening({ search, hash }: Location): OpenSession | null {
  const params = new URLSearchParams(search)
  const aCode = params.get('a_code')
  const userId = params.get('user_id')
  if (!aCode || !userId) return null
  const addParam = params.get('add_param')
  const { nonce, shopNo, returnTo } = parsePopupFragment(hash)
  return {
    aCode: aCode as MediaCode,
    userId: userId as MemberId,
    ...(addParam && { addParam }),
    ...(nonce && { nonce }),
    ...(shopNo !== FIRST_SHOP && { shopNo: shopNo as ShopNo }),
    ...(returnTo && isPage(returnTo) && { returnTo }),
  }
}

/** Longest way back that the contract allows. */
const RETURN_TO_MAX = 2_000

function isPage(address: string): boolean {
  try {
    return address.length <= RETURN_TO_MAX && /^https?:$/.test(new URL(address).protocol)
  } catch {
    return false
  }
}
