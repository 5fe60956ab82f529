import { isIPv4, isIPv6, SocketAddress } from 'node:net'

/** `203.0.113.7:51008`, as Azure's and some AWS proxies write it. */
const ipv4WithPort = /^(\d+\.\d+\.\d+\.\d+):(\d{1,5})$/
/** `[2001:db8::5]` and `[2001:db8::5]:443`. */
const bracketed = /^\[([^[\]]+)\](?::(\d{1,5}))?$/

/**
 * The IP address in what a proxy or a socket wrote: without quotes, brackets, port and zone, and an IPv4 address that came
 * through an IPv6 socket (`::ffff:192.0.2.1`) as itself. null: it is no address.
 */
export function parseAddress(text: string): string | null {
  const written = text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
  const [, host, port] = ipv4WithPort.exec(written) ?? bracketed.exec(written) ?? [null, written]
  if (port !== undefined && Number(port) > 65_535) return null
  return host === undefined ? null : canonical(host)
}

function canonical(host: string): string | null {
  if (isIPv4(host)) return host
  if (!isIPv6(host)) return null
  const [withoutZone = ''] = host.split('%')
  const { address } = new SocketAddress({ address: withoutZone, family: 'ipv6' })
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
}
