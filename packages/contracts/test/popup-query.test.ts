import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memberIdSchema, parsePopupFragment, parsePopupQuery } from '../src/index.ts'

const query = (text: string) => parsePopupQuery(new URLSearchParams(text))

describe("the popup's query", () => {
  test('a media and a member are enough', () => {
    expect(query('a_code=demo&user_id=shopper01')).toEqual({
      kind: 'ok',
      query: { a_code: 'demo', user_id: 'shopper01' },
    })
  })

  test('parameters of others are ignored', () => {
    expect(query('a_code=demo&user_id=shopper01&utm_source=kakao')).toMatchObject({ kind: 'ok' })
  })

  test.each([
    ['user_id=shopper01', 'missing', 'a_code'],
    ['a_code=demo', 'missing', 'user_id'],
    ['a_code=demo&user_id=', 'missing', 'user_id'],
    ['a_code=demo&a_code=other&user_id=shopper01', 'repeated', 'a_code'],
    ['a_code=demo&user_id=a&user_id=b', 'repeated', 'user_id'],
    ['a_code=de%20mo&user_id=shopper01', 'malformed', 'a_code'],
    ['a_code=demo&user_id=a%00b', 'malformed', 'user_id'],
    ['a_code=demo&user_id=%20', 'malformed', 'user_id'],
    [`a_code=demo&user_id=${'a'.repeat(21)}`, 'malformed', 'user_id'],
  ])('%s is refused, and the parameter named', (text, kind, parameter) => {
    expect(query(text)).toEqual({ kind, parameter })
  })

  test('any member id that is allowed survives the way through a URL', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
          .filter((id) => memberIdSchema.safeParse(id).success),
        (user_id) => {
          const url = new URL('http://pointpay.example/pointhub/direct')
          url.search = new URLSearchParams({ a_code: 'demo', user_id }).toString()
          expect(parsePopupQuery(url.searchParams)).toEqual({
            kind: 'ok',
            query: { a_code: 'demo', user_id },
          })
        },
      ),
    )
  })
})

describe("the popup's fragment", () => {
  test('holds the nonce, the shop and the way back', () => {
    const nonce = '0123456789abcdefghijklmnopqrstuv'
    expect(parsePopupFragment(`#n=${nonce}-s2&r=https%3A%2F%2Fmall.example%2Fp%3Fq%3D1`)).toEqual({
      nonce,
      shopNo: 2,
      returnTo: 'https://mall.example/p?q=1',
    })
  })

  test('is never an error, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (hash) => {
        expect(() => parsePopupFragment(hash)).not.toThrow()
      }),
    )
  })
})
