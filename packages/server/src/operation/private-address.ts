import { BlockList, isIPv6 } from 'node:net'

/** Loopback and private use: RFC 1918, 3927, 4193, 4291; 6598 for containers behind carriers. */
const networks = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const

const privateNetworks = new BlockList()
for (const [base, bits] of networks) privateNetworks.addSubnet(base, bits, isIPv6(base) ? 'ipv6' : 'ipv4')

/** Whether a caller is of this machine or network. An address that cannot be read is not. */
export function isPrivateAddress(address: string): boolean {
  try {
    return privateNetworks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  } catch {
    return false
  }
}
