import { readStoredMember } from '@pointpay/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStoredMember } from '../src/member/stored-member.ts'

/** Texts of every distance from a real record: real ones, ones with a field of the wrong kind, other JSON, no JSON. */
const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger())
const memberId = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', null, undefined, 0, 7, true, [], {}),
)
const data = fc.oneof(
  fc.record({ member_id: memberId, name: fc.string(), phone: fc.string() }, { requiredKeys: [] }),
  fc.constantFrom(null, undefined, [], 'text', 0, {}, [{ member_id: 'a' }]),
)
const exp = fc.oneof(anyNumber, fc.constantFrom('2000', null, undefined, true, [5], {}))
const storedText = fc.oneof(
  fc
    .record({ exp, data, extra: fc.anything() }, { requiredKeys: [] })
    .map((record) => JSON.stringify(record)),
  fc.constantFrom('', 'null', '[]', '1e999', '{"exp":1e999,"data":{}}', '{"__proto__":{"exp":1,"data":{}}}'),
  fc.json(),
  fc.string(),
)

test('the hand-written parser reads any text as the contracts do', () => {
  fc.assert(
    fc.property(fc.option(storedText, { nil: 'null' }), anyNumber, (text, nowMs) => {
      expect(parseStoredMember(text, nowMs)).toEqual(readStoredMember(text, nowMs))
    }),
    { numRuns: 5000 },
  )
})

test('the generator above does reach every kind of reading', () => {
  const kinds = new Set(
    fc.sample(storedText, { numRuns: 5000, seed: 1 }).map((text) => readStoredMember(text, 0).kind),
  )
  expect([...kinds].sort()).toEqual(['expired', 'guest', 'malformed', 'member'])
})

test('of the record nothing but the id and the expiry is kept', () => {
  const record = { exp: 2000, data: { member_id: 'shopper1', name: '홍길동', email: 'a@b.c', phone: '010' } }
  expect(parseStoredMember(JSON.stringify(record), 1000)).toEqual({
    kind: 'member',
    memberId: 'shopper1',
    expiresAtMs: 2000,
  })
})

test('what an old skin added to Object.prototype is not read as a member', () => {
  const polluted = Object.prototype as Record<string, unknown>
  polluted['member_id'] = 'attacker'
  polluted['exp'] = Number.MAX_VALUE
  try {
    expect(parseStoredMember('{"data":{}}', 0)).toEqual({ kind: 'malformed' })
    expect(parseStoredMember('{"exp":1,"data":{}}', 0)).toEqual({ kind: 'guest' })
  } finally {
    delete polluted['member_id']
    delete polluted['exp']
  }
})
