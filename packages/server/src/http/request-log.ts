import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { withRequestId } from '../operation/request-id.ts'
import type { Log } from '../pointhub/deps.ts'

/** An id from a proxy is taken over where it looks like one. */
const givenId = /^[\w-]{8,64}$/

export interface AnsweredRequest {
  method: string
  /** The route's pattern, never the address itself, which holds members and keys. */
  route: string
  status: number
  ms: number
}

/** Names each request and says how it went. */
export function requestLog(log: Log, onAnswer: (answered: AnsweredRequest) => void): MiddlewareHandler {
  return (c, next) => {
    const given = c.req.header('x-request-id') ?? ''
    const requestId = givenId.test(given) ? given : randomUUID()
    const startedMs = performance.now()
    // Before the answer is made: added to one that is there, it would cost the server a copy of it through a stream.
    c.header('X-Request-Id', requestId)
    return withRequestId(requestId, async () => {
      await next()
      const answered = {
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        ms: Math.round((performance.now() - startedMs) * 10) / 10,
      }
      onAnswer(answered)
      if (answered.status >= 500) log.error(answered, 'request')
      else log.info(answered, 'request')
    })
  }
}
