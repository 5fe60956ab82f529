import { expect, test } from 'vitest'
import { parsePressMark } from '../src/index.ts'

const NONCE = '0123456789abcdefghijklmnopqrstuv'

test('a nonce alone was pressed in the first shop', () => {
  expect(parsePressMark(NONCE)).toEqual({ nonce: NONCE, shopNo: 1 })
})

test('the number behind it is another shop', () => {
  expect(parsePressMark(`${NONCE}-s2`)).toEqual({ nonce: NONCE, shopNo: 2 })
})

test('a shop that the widget could not read as a number is none, and not the first either', () => {
  expect(parsePressMark(`${NONCE}-sNaN`)).toEqual({ nonce: NONCE, shopNo: NaN })
})

test.each(['', 'ummer', '2;3'])('a page’s own add_param of a hash and "-s%s" is no mark', (rest) => {
  expect(parsePressMark(`${NONCE}-s${rest}`).shopNo).toBe(1)
})

test('a nonce of another form that happens to end like a shop is a nonce', () => {
  const other = 'AAAAAAAAAAAAAAAAAAAAAA-s2'
  expect(parsePressMark(other)).toEqual({ nonce: other, shopNo: 1 })
})

test.each([undefined, null, '', 'order-7', 'a nonce with blanks in it, long enough'])(
  'what is no mark tells nothing: %j',
  (text) => {
    expect(parsePressMark(text)).toEqual({ nonce: null, shopNo: 1 })
  },
)
