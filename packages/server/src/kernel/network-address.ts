import { BlockList, isIP, isIPv6 } from 'node:net'

/** Of this machine and its own networks. */
const privateNetworks = [
  ['127.0.0.0', 8], // RFC 1122: loopback
  ['10.0.0.0', 8], // RFC 1918
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16], // RFC 3927: link-local, and where clouds keep their metadata
  ['100.64.0.0', 10], // RFC 6598: containers behind carriers
  ['::1', 128], // RFC 4291: loopback
  ['fc00::', 7], // RFC 4193
  ['fe80::', 10], // RFC 4291: link-local
] as const

/** No one host has these: IANA's special-purpose registries, as far as they are not private. */
const reservedNetworks = [
  ['0.0.0.0', 8], // RFC 791: this network; Linux connects 0.0.0.0 to itself
  ['192.0.0.0', 24], // RFC 6890: protocol assignments
  ['192.0.2.0', 24], // RFC 5737: documentation
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['192.88.99.0', 24], // RFC 7526: 6to4 relays
  ['198.18.0.0', 15], // RFC 2544: benchmarks
  ['224.0.0.0', 4], // RFC 5771: multicast
  ['240.0.0.0', 4], // RFC 1112: reserved, and the broadcast address
  ['2001::', 23], // RFC 2928: protocol assignments, among them Teredo, which wraps an IPv4 address
  ['2001:db8::', 32], // RFC 3849: documentation
  ['2002::', 16], // RFC 3056: 6to4, which wraps an IPv4 address
  ['3fff::', 20], // RFC 9637: documentation
] as const

/** Everything of IPv6 that a server on the internet can have. What IANA has not given out yet is not among it. */
const publicIPv6Networks = [
  ['2000::', 3], // RFC 4291: global unicast
  ['::ffff:0:0', 96], // RFC 4291: an IPv4 address
  ['64:ff9b::', 96], // RFC 6052: an IPv4 address behind NAT64
] as const

type Network = readonly [base: string, bits: number]

const privateList = listOf(privateNetworks)
const refusedList = listOf(
  [...privateNetworks, ...reservedNetworks].flatMap((network) => [network, ...behindNat64(network)]),
)
const publicIPv6List = listOf(publicIPv6Networks)

/** Whether a caller is of this machine or network. An address that cannot be read is not. */
export function isPrivateAddress(address: string): boolean {
  return isIn(privateList, address)
}

/**
 * Whether an address can be a server on the internet: neither private nor reserved, in IPv6 also not by the IPv4 address that
 * it wraps. An address that cannot be read is not.
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 0 || isIn(refusedList, address)) return false
  return version === 4 || isIn(publicIPv6List, address)
}

/** Names that no public name server knows, RFC 6761, 6762 and ICANN's `internal`. */
const innerName = /(^|\.)(localhost|local|internal)$/

/**
 * Whether a URL's host can be a public one, as far as the text alone tells. A public name may still resolve to a private
 * address, so this only helps a person who is typing; calls go through `createGuardedFetch`.
 */
export function hasPublicHost(url: string): boolean {
  const host =
    URL.parse(url)
      ?.hostname.replace(/^\[(.*)\]$/, '$1')
      .replace(/\.$/, '') ?? ''
  return isIP(host) ? isPublicAddress(host) : host.includes('.') && !innerName.test(host)
}

/** The network as hosts that only have IPv6 reach it. */
function behindNat64([base, bits]: Network): Network[] {
  return isIPv6(base) ? [] : [[`64:ff9b::${base}`, 96 + bits]]
}

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList()
  for (const [base, bits] of networks) list.addSubnet(base, bits, isIPv6(base) ? 'ipv6' : 'ipv4')
  return list
}

/** An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) is in the networks of the former. */
function isIn(list: BlockList, address: string): boolean {
  try {
    return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  } catch {
    return false
  }
}
