import { isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { isPrivateAddress } from '../kernel/network-address.ts'
import { parseAddress } from './parse-address.ts'

/**
 * The caller's network address. Behind a proxy of ours it is the last one in `X-Forwarded-For`, which that proxy wrote;
 * the ones before it can be written by anybody. Empty: not known, which matches no network. In particular, the proxy's own
 * address never stands in for one that it wrote and we cannot read.
 *
 * @param onUntrusted called once, when a proxy inside our network seems to stand before us though none is trusted: all callers
 * then count as one
 */
export function createClientAddress(
  trustProxy: boolean,
  onUntrusted: () => void = () => {},
): (context: Context) => string {
  let isTold = trustProxy
  return (context) => {
    const header = context.req.header('x-forwarded-for')
    if (!isTold && header !== undefined && isPrivateAddress(parseAddress(socketAddress(context)) ?? '')) {
      isTold = true
      onUntrusted()
    }
    const forwarded = trustProxy ? header : undefined
    const written = forwarded === undefined ? socketAddress(context) : forwarded.split(',').at(-1)
    return parseAddress(written ?? '') ?? ''
  }
}

function socketAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? ''
  } catch {
    return '' // No socket: the app was called in this process.
  }
}

/** Whom an address stands for: of IPv6 the first 64 bits, since whoever has one such network has all its addresses. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [before = [], after] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = after ? Array<string>(8 - before.length - after.length).fill('0') : []
  return [...before, ...zeros, ...(after ?? [])]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
