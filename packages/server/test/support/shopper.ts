import type { Hono } from 'hono'
import { origin as inProcess } from '../pointhub/support/browser.ts'

export { Browser } from '../pointhub/support/browser.ts'

/** A running service in the place of an app in this process. */
export function overTheWire(origin: string): Hono {
  const request = (address: string, init: RequestInit & { headers: Record<string, string> }) => {
    const { host: _, ...headers } = init.headers
    if (headers['origin']) headers['origin'] = origin
    return fetch(address.replace(inProcess, origin), { ...init, headers })
  }
  return { request } as unknown as Hono
}
