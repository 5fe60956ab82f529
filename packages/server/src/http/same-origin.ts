import type { Context } from 'hono'

/** What browsers on this machine call it. Somebody who listens on all addresses and names no public one is reached by these. */
const localHosts = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', '[::]'])

/**
 * Whether a call comes from a page of ours. Browsers send `Origin` with every changing call, and no other site's page can send
 * ours. `Host` is not asked: it is whatever name the caller used to get here, also one of an attacker's that resolves to us.
 */
export function createSameOrigin(publicOrigin: string): (c: Context) => boolean {
  return (c) => {
    const origin = c.req.header('origin')
    if (origin === undefined || c.req.header('sec-fetch-site') === 'cross-site') return false
    return origin === publicOrigin || areBothLocal(origin, publicOrigin)
  }
}

/** One service on this machine under two of its names. */
function areBothLocal(one: string, other: string): boolean {
  const [first, second] = [URL.parse(one), URL.parse(other)]
  if (!first || !second || first.origin !== one) return false
  return (
    localHosts.has(first.hostname) &&
    localHosts.has(second.hostname) &&
    first.protocol === second.protocol &&
    first.port === second.port
  )
}
