import { memberIdSchema, nonceSchema, parsePopupFragment, parsePopupQuery } from '@pointpay/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newNonce, popupUrl } from '../src/opening/popup-url.ts'

const press = { origin: 'https://ssl.pointpay.im', nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }

test('the address is the guide’s', () => {
  expect(popupUrl(press, 'DEMO', 'shopper1')).toBe(
    'https://ssl.pointpay.im/pointhub/direct?a_code=DEMO&user_id=shopper1#n=AAAAAAAAAAAAAAAAAAAAAA',
  )
})

test('every member id and add_param arrives as it was, whatever letters it is of', () => {
  const memberId = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((id) => memberIdSchema.safeParse(id).success)
  fc.assert(
    fc.property(fc.oneof(memberId, fc.constant('a&b@c=한+글#1')), fc.string(), (userId, addParam) => {
      const url = new URL(popupUrl(press, 'DEMO', userId, addParam))
      const result = parsePopupQuery(url.searchParams)
      expect(result).toEqual({
        kind: 'ok',
        query: { a_code: 'DEMO', user_id: userId, ...(addParam && { add_param: addParam }) },
      })
      expect(parsePopupFragment(url.hash)).toEqual({ nonce: press.nonce, returnTo: null })
    }),
  )
})

test('half a surrogate pair in a member id does not throw', () => {
  expect(popupUrl(press, 'DEMO', '\ud800')).toContain('user_id=%EF%BF%BD')
})

test('each press has a nonce of its own, of the form that the contracts ask for', () => {
  const nonces = new Set(Array.from({ length: 1000 }, newNonce))
  expect(nonces.size).toBe(1000)
  for (const nonce of nonces) expect(nonceSchema.safeParse(nonce).success).toBe(true)
})
