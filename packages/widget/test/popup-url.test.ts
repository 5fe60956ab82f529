import { memberIdSchema, nonceSchema, parsePopupFragment, parsePopupQuery } from '@pointpay/contracts'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { newNonce, popupUrl } from '../src/opening/popup-url.ts'

const ORIGIN = 'https://ssl.pointpay.im'
const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA'

afterEach(() => vi.restoreAllMocks())

test('the address is the guide’s', () => {
  expect(popupUrl(ORIGIN, NONCE, 'DEMO', 'shopper1')).toBe(
    'https://ssl.pointpay.im/pointhub/direct?a_code=DEMO&user_id=shopper1#n=AAAAAAAAAAAAAAAAAAAAAA',
  )
})

test('every member id and add_param arrives as it was, whatever letters it is of', () => {
  const memberId = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((id) => memberIdSchema.safeParse(id).success)
  fc.assert(
    fc.property(fc.oneof(memberId, fc.constant('a&b@c=한+글#1')), fc.string(), (userId, addParam) => {
      const url = new URL(popupUrl(ORIGIN, NONCE, 'DEMO', userId, addParam))
      const result = parsePopupQuery(url.searchParams)
      expect(result).toEqual({
        kind: 'ok',
        query: { a_code: 'DEMO', user_id: userId, ...(addParam && { add_param: addParam }) },
      })
      expect(parsePopupFragment(url.hash)).toEqual({ nonce: NONCE, shopNo: 1, returnTo: null })
    }),
  )
})

test('half a surrogate pair in a member id does not throw', () => {
  expect(popupUrl(ORIGIN, NONCE, 'DEMO', '\ud800')).toContain('user_id=%EF%BF%BD')
})

test('each press has a nonce of its own, of the form that the contracts ask for and that fits an add_param', () => {
  const nonces = new Set(Array.from({ length: 1000 }, newNonce))
  expect(nonces.size).toBe(1000)
  for (const nonce of nonces) {
    expect(nonceSchema.safeParse(nonce).success).toBe(true)
    expect(nonce).toMatch(/^[A-Za-z0-9]{22,32}$/)
  }
})

test('every random byte tells on the nonce: 5 bits of each, 160 together', () => {
  const nonceOf = (fill: number, at = 0, byte = fill) => {
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
      ;(bytes as Uint8Array).fill(fill)[at] = byte
      return bytes
    })
    return newNonce()
  }
  for (const byte of [0, 255]) expect(nonceSchema.safeParse(nonceOf(byte)).success).toBe(true)
  for (let at = 0; at < 32; at += 1)
    expect(new Set(Array.from({ length: 256 }, (_, byte) => nonceOf(0, at, byte))).size).toBe(32)
})
