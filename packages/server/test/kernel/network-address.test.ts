import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasPublicHost, isPrivateAddress, isPublicAddress } from '../../src/kernel/network-address.ts'

/** First and last address of each network that no server on the internet has. */
const innerIPv4 = {
  'this network': ['0.0.0.0', '0.255.255.255'],
  'private use 10/8': ['10.0.0.0', '10.255.255.255'],
  'carriers’ and clouds’ own': ['100.64.0.0', '100.127.255.255'],
  loopback: ['127.0.0.0', '127.255.255.255'],
  'link-local and cloud metadata': ['169.254.0.0', '169.254.255.255'],
  'private use 172.16/12': ['172.16.0.0', '172.31.255.255'],
  'protocol assignments': ['192.0.0.0', '192.0.0.255'],
  'documentation 1': ['192.0.2.0', '192.0.2.255'],
  '6to4 relays': ['192.88.99.0', '192.88.99.255'],
  'private use 192.168/16': ['192.168.0.0', '192.168.255.255'],
  benchmarks: ['198.18.0.0', '198.19.255.255'],
  'documentation 2': ['198.51.100.0', '198.51.100.255'],
  'documentation 3': ['203.0.113.0', '203.0.113.255'],
  'multicast, reserved, broadcast': ['224.0.0.0', '255.255.255.255'],
} as const

const numberOf = (address: string) => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
const addressOf = (number: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
const ranges = Object.values(innerIPv4).map(([first, last]) => [numberOf(first), numberOf(last)] as const)
const isInner = (number: number) => ranges.some(([first, last]) => number >= first && number <= last)

const anyNumber = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const innerNumber = fc
  .constantFrom(...ranges)
  .chain(([first, last]) => fc.oneof(fc.constantFrom(first, last), fc.integer({ min: first, max: last })))
/** Addresses beside the networks’ borders are where a wrong mask shows. */
const outerNumber = fc
  .oneof(anyNumber, fc.constantFrom(...ranges.flatMap(([first, last]) => [first - 1, last + 1])))
  .filter((number) => number >= 0 && number < 2 ** 32 && !isInner(number))

/** Every IPv6 address that stands for an IPv4 one. */
const wrappings: Record<string, (address: string) => string> = {
  mapped: (address) => `::ffff:${address}`,
  'mapped, in hex': (address) => `::ffff:${hexPairOf(address)}`,
  compatible: (address) => `::${address}`,
  translated: (address) => `::ffff:0:${address}`,
  NAT64: (address) => `64:ff9b::${address}`,
  'local NAT64': (address) => `64:ff9b:1::${address}`,
  '6to4': (address) => `2002:${hexPairOf(address)}::1`,
  Teredo: (address) => `2001:0:${hexPairOf(address)}::1`,
}
const hexPairOf = (address: string) => {
  const number = numberOf(address)
  return `${Math.floor(number / 65_536).toString(16)}:${(number % 65_536).toString(16)}`
}

test('no address of a private or reserved IPv4 network is public, however IPv6 wraps it', () => {
  fc.assert(
    fc.property(innerNumber, fc.constantFrom(...Object.values(wrappings)), (number, wrap) => {
      const address = addressOf(number)
      expect([address, wrap(address)].filter(isPublicAddress)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

test('every other IPv4 address is public, also mapped and behind NAT64', () => {
  fc.assert(
    fc.property(outerNumber, (number) => {
      const address = addressOf(number)
      const written = [address, `::ffff:${address}`, `::ffff:${hexPairOf(address)}`, `64:ff9b::${address}`]
      expect(written.filter((each) => !isPublicAddress(each))).toEqual([])
      expect(isPrivateAddress(address)).toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

/** An address whose first 16 bits are `first` under `mask`. */
const beginningWith = (first: number, mask: number) =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 65_535 }),
      fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 7, maxLength: 7 }),
    )
    .map(([random, rest]) =>
      [first | (random & ~mask & 65_535), ...rest].map((group) => group.toString(16)).join(':'),
    )

test.each([
  ['unique local', 0xfc00, 0xfe00],
  ['link-local', 0xfe80, 0xffc0],
  ['site-local', 0xfec0, 0xffc0],
  ['multicast', 0xff00, 0xff00],
  ['6to4', 0x2002, 0xffff],
  ['so far unassigned', 0x4000, 0xc000],
  ['specially assigned', 0x0000, 0xe000],
])('no %s IPv6 address is public', (_name, first, mask) => {
  fc.assert(fc.property(beginningWith(first, mask), (address) => !isPublicAddress(address)))
})

test.each(['::', '::1', '2001:db8::1', '3fff::1', '2001:2::1', '2001::1', 'fe80::1%eth0', '5f00::1'])(
  '%s is not public',
  (address) => expect(isPublicAddress(address)).toBe(false),
)

test.each(['2606:4700:4700::1111', '2001:4860:4860::8888', '2400:cb00::1', '1.1.1.1'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
)

test.each(['', 'localhost', '127.1', '0x7f000001', '2130706433', '1.1.1.1 ', '1.1.1.256', '[::1]'])(
  '“%s”, which is no address, is neither public nor private',
  (text) => {
    expect(isPublicAddress(text)).toBe(false)
    expect(isPrivateAddress(text)).toBe(false)
  },
)

test.each([
  'http://127.0.0.1/',
  'http://127.1:8080/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://①②⑦.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'https://10.0.0.5/return',
  'https://169.254.169.254/latest',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://shop.localhost/',
  'https://shop.local/',
  'https://metadata.google.internal/',
  'http://intranet/',
  'not an address',
])('a person who types %s is told that its host is not public', (url) => {
  expect(hasPublicHost(url)).toBe(false)
})

test.each([
  'https://shop.example/return?a=127.0.0.1',
  'https://127.0.0.1.shop.example/',
  'https://localhost.shop.example/',
  'https://1.1.1.1:8443/',
  'https://[2606:4700:4700::1111]/',
  'https://가맹점.한국/return',
])('%s has a public host', (url) => {
  expect(hasPublicHost(url)).toBe(true)
})
