import { describe, expect, test } from 'vitest'
import { readStoredMember } from '../src/index.ts'

const nowMs = 1_700_000_000_000
const stored = (data: unknown, exp: unknown = nowMs + 1) => JSON.stringify({ exp, data })

describe("Cafe24's stored member", () => {
  test('is the member while its ten minutes last', () => {
    expect(readStoredMember(stored({ member_id: 'shopper01', name: '홍길동' }), nowMs)).toEqual({
      kind: 'member',
      memberId: 'shopper01',
      expiresAtMs: nowMs + 1,
    })
  })

  test('is expired at the very end of them, whoever it names', () => {
    expect(readStoredMember(stored({ member_id: 'shopper01' }, nowMs), nowMs)).toEqual({
      kind: 'expired',
      expiredAtMs: nowMs,
    })
  })

  test.each([{}, { member_id: '' }, { member_id: null }])('%j is a guest', (data) => {
    expect(readStoredMember(stored(data), nowMs)).toEqual({ kind: 'guest' })
  })

  test.each([
    '',
    'null',
    '[]',
    '{',
    '{"exp":1}',
    stored(null),
    stored({ member_id: 7 }),
    stored({ member_id: 'a' }, 'x'),
  ])('%j is malformed', (text) => {
    expect(readStoredMember(text, nowMs)).toEqual({ kind: 'malformed' })
  })
})
