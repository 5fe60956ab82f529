import { isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/**
 * The caller's network address. Behind a proxy of ours it is the last one in `X-Forwarded-For`, which that proxy wrote;
 * those before it are anybody's words.
 */
export function createClientAddress(trustProxy: boolean): (context: Context) => string {
  return (context) => {
    const forwarded = trustProxy
      ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
      : undefined
    return withoutMapping(forwarded || socketAddress(context))
  }
}

function socketAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? ''
  } catch {
    return '' // No socket: the app was called in this process.
  }
}

/** An IPv4 caller of an IPv6 socket shows up as `::ffff:192.0.2.1`. */
function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
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
