import { mediaCodeSchema, memberIdSchema, openSessionSchema, parsePopupFragment } from '@pointpay/contracts'
import type { OpenSession } from '@pointpay/contracts'
import * as z from 'zod/mini'

/** What the unverified mode's page carries, for there the address holds no parameters (server, popup-page.ts). */
const openDataSchema = z.object({
  aCode: mediaCodeSchema,
  userId: memberIdSchema,
  addParam: z.optional(z.string()),
})

/**
 * Who shall convert where, from the page's data block or else its address, with the press's nonce and way back from the
 * fragment. A fragment that the contract does not allow is left out rather than refused: it is not the shopper's fault.
 * @returns null where mall or member cannot be read; the server shows its own page for most such addresses
 */
export function readOpening(document: Document, location: Location): OpenSession | null {
  const who = openData(document) ?? query(location)
  const { nonce, returnTo } = parsePopupFragment(location.hash)
  const { shape } = openSessionSchema
  const parsed = openSessionSchema.safeParse({
    ...who,
    ...(shape.nonce.safeParse(nonce).data ? { nonce } : {}),
    ...(shape.returnTo.safeParse(returnTo).data ? { returnTo } : {}),
  })
  return parsed.success ? parsed.data : null
}

function openData(document: Document): object | null {
  const block = document.getElementById('pointpay-open')?.textContent
  return block ? (openDataSchema.safeParse(JSON.parse(block)).data ?? null) : null
}

function query(location: Location): object {
  const params = new URLSearchParams(location.search)
  const addParam = params.get('add_param')
  return {
    aCode: params.get('a_code'),
    userId: params.get('user_id'),
    ...(addParam ? { addParam } : {}),
  }
}
