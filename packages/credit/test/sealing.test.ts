import { expect, test } from 'vitest'
import { createSecretSealer } from '../src/index.ts'
import { tokenKeys } from './support/world.ts'

const sealer = createSecretSealer(tokenKeys)
const sealed = sealer.seal('refresh token', 'token/demomall')
const open = (text: string, context = 'token/demomall') => sealer.open(text, context)

/** The sealed value with one of its parts changed. */
function changed(part: 'nonce' | 'tag' | 'text', change: (bytes: Buffer) => Buffer): string {
  const parts = sealed.split('.')
  const index = { nonce: 2, tag: 3, text: 4 }[part]
  parts[index] = change(Buffer.from(parts[index]!, 'base64url')).toString('base64url')
  return parts.join('.')
}

test('a sealed value opens with its own context alone', () => {
  expect(open(sealed)).toBe('refresh token')
  expect(() => open(sealed, 'token/othermall')).toThrow(/authenticat/i)
})

test.each([15, 14, 13, 12, 8, 4, 1, 0])(
  'a value whose proof was cut to %i bytes does not open: few bytes can be guessed',
  (bytes) => {
    expect(() => open(changed('tag', (tag) => tag.subarray(0, bytes)))).toThrow(/authenticat/i)
  },
)

test.each(['nonce', 'tag', 'text'] as const)(
  'a value whose %s was changed in one bit does not open',
  (part) => {
    const flipped = changed(part, (bytes) => {
      bytes[0]! ^= 1
      return bytes
    })
    expect(() => open(flipped)).toThrow(/authenticat/i)
  },
)
