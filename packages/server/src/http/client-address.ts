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
    if (forwarded) return forwarded
    try {
      return getConnInfo(context).remote.address ?? ''
    } catch {
      return '' // No socket: the app was called in this process.
    }
  }
}
