import { describe, expect, test } from 'vitest'
import { popupMessageSchema } from '../src/index.ts'

const nonce = 'n'.repeat(22)

describe('a popup message', () => {
  test.each([
    { type: 'ready' },
    { type: 'converted', transactionNumber: 'ME1', pointKind: 'KT', points: 12_345, amount: 12_345 },
    { type: 'credited', transactionNumber: 'ME1', amount: 12_345 },
    { type: 'cancelled' },
    { type: 'error', code: 'session_expired', message: '시간이 지났어요.' },
  ])('of type $type is taken with its nonce', (message) => {
    expect(popupMessageSchema.safeParse({ pointpay: 1, nonce, ...message }).success).toBe(true)
  })

  test.each([
    ['another program’s', { type: 'ready', nonce }],
    ['one without a nonce', { pointpay: 1, type: 'ready' }],
    ['one with a short nonce', { pointpay: 1, nonce: 'abc', type: 'ready' }],
    ['one of an unknown type', { pointpay: 1, nonce, type: 'won' }],
    [
      'one with a fractional amount',
      { pointpay: 1, nonce, type: 'credited', transactionNumber: 'ME1', amount: 0.5 },
    ],
    ['one with an unknown error code', { pointpay: 1, nonce, type: 'error', code: 'oops', message: '' }],
    ['a text', 'ready'],
  ])('%s is refused', (_, message) => {
    expect(popupMessageSchema.safeParse(message).success).toBe(false)
  })
})
