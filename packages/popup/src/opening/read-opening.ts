import {
  FIRST_SHOP,
  mediaCodeSchema,
  memberIdSchema,
  parsePopupFragment,
  type OpenSession,
  type ShopNo,
} from '@pointpay/contracts'
import * as z from 'zod/mini'

/** Who shall convert where: in the unverified mode on the page, since its address holds nothing (server, popup-page.ts). */
const openDataSchema = z.object({
  aCode: mediaCodeSchema,
  userId: memberIdSchema,
  addParam: z.optional(z.string()),
})

/**
 * Who shall convert where, from the page's data block or else its address, with the press's nonce and way back from the
 * fragment. A nonce that the contract does not allow is left out rather than refused: it is not the shopper's fault. The
 * server judges the shop and the way back.
 * @returns null where mall or member cannot be read; the server shows its own page for most such addresses
 */
export function readOpening(document: Document, location: Location): OpenSession | null {
  const who = openDataSchema.safeParse(openData(document) ?? query(location))
  if (!who.success) return null
  const { aCode, userId, addParam } = who.data
  const { nonce, shopNo, returnTo } = parsePopupFragment(location.hash)
  return {
    aCode,
    userId,
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

function openData(document: Document): unknown {
  const block = document.getElementById('pointpay-open')?.textContent
  return block ? JSON.parse(block) : null
}

function query(location: Location): object {
  const params = new URLSearchParams(location.search)
  return {
    aCode: params.get('a_code'),
    userId: params.get('user_id'),
    addParam: params.get('add_param') ?? undefined,
  }
}
