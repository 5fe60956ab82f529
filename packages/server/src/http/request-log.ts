import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Log } from '../pointhub/deps.ts'

/** An id from a proxy is taken over where it looks like one. */
const givenId = /^[\w-]{8,64}$/

/** Names each request and logs how it went: the route's pattern, never the address itself, which holds members and keys. */
export function requestLog(log: Log): MiddlewareHandler {
  return async (c, next) => {
    const given = c.req.header('x-request-id') ?? ''
    const requestId = givenId.test(given) ? given : randomUUID()
    const startedMs = performance.now()
    await next()
    c.header('X-Request-Id', requestId)
    const fields = {
      requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      ms: Math.round(performance.now() - startedMs),
    }
    if (c.res.status >= 500) log.error(fields, 'request')
    else log.info(fields, 'request')
  }
}
