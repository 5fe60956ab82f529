import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasUnseenCharacter, memberIdSchema, pointKindCodeSchema } from '../src/index.ts'

/** Each as a range of code points. */
const unseen: [string, number, number][] = [
  ['C0 controls', 0x00, 0x1f],
  ['delete and C1 controls', 0x7f, 0x9f],
  ['the soft hyphen', 0xad, 0xad],
  ['the Arabic letter mark', 0x61c, 0x61c],
  ['zero-width characters and marks of direction', 0x200b, 0x200f],
  ['line and paragraph separators, embeddings and overrides of direction', 0x2028, 0x202e],
  ['the word joiner and invisible operators', 0x2060, 0x2064],
  ['isolates of direction', 0x2066, 0x2069],
  ['the Hangul filler', 0x3164, 0x3164],
  ['lone surrogates', 0xd800, 0xdfff],
  ['the byte order mark', 0xfeff, 0xfeff],
  ['the half-width Hangul filler', 0xffa0, 0xffa0],
  ['the replacement character', 0xfffd, 0xfffd],
  ['tags', 0xe0020, 0xe007f],
]

test.each(unseen)(
  '%s are seen by nobody, so no text, no member id and no kind of point has them',
  (_name, first, last) => {
    for (let code = first; code <= last; code += 1) {
      const text = `a${String.fromCodePoint(code)}b`
      expect([code, hasUnseenCharacter(text)]).toEqual([code, true])
      expect([code, memberIdSchema.safeParse(text).success]).toEqual([code, false])
      expect([code, pointKindCodeSchema.safeParse(text).success]).toEqual([code, false])
    }
  },
)

test('a text in several lines may have tabs and line ends, and nothing else of the kind', () => {
  expect(hasUnseenCharacter('첫 줄\r\n\t둘째 줄', { lines: true })).toBe(false)
  expect(hasUnseenCharacter('첫 줄\n둘째 줄')).toBe(true)
  expect(hasUnseenCharacter('첫 줄\u0000\n', { lines: true })).toBe(true)
})

test.each(['홍길동', '한글', 'Ünïcødé', '山田太郎', 'محمد', '❤️', '👍🏽', '①번 매장', 'a b', '"\'<>&'])(
  '%s can be seen',
  (text) => {
    expect(hasUnseenCharacter(text)).toBe(false)
  },
)

test('what is refused in a text is refused in a member id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (text) => {
      if (hasUnseenCharacter(text)) expect(memberIdSchema.safeParse(text).success).toBe(false)
    }),
  )
})
