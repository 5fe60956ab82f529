import { expect, test } from 'vitest'
import { newMediaSchema } from '../src/index.ts'

const aMedia = (returnNetworks: string[]) => ({
  code: 'shop',
  name: '가게',
  integration: { kind: 'own-backend', returnUrl: 'https://shop.example/return' },
  returnNetworks,
})

test.each(['203.0.113.7', '203.0.113.0/24', '2001:db8::1', '2001:db8::/32'])(
  'a media takes RETURN URL calls from %s',
  (network) => {
    expect(newMediaSchema.parse(aMedia([network])).returnNetworks).toEqual([network])
  },
)

// Taken, each would let nobody in, without a word.
test.each(['10.0.0.0/99', '1.2.3', '256.1.1.1', '10.0.0.0/', 'fe80', '::/129', 'shop.example', ''])(
  'a source network "%s" is refused, since no call could come from it',
  (network) => {
    expect(newMediaSchema.safeParse(aMedia([network])).error?.issues[0]?.path).toEqual(['returnNetworks', 0])
  },
)
