import { createMiddleware } from 'hono/factory'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { apiError } from './admin/answers.ts'
import type { Simulation } from './simulation.ts'

/** What the Admin API and OAuth share: a mall's address that does not exist answers 404, and `Date` is the mall's clock. */
export function apiHost(simulation: Simulation) {
  return createMiddleware<Record<string, never>, '/:mallId/*'>(async (c, next) => {
    const mallId = c.req.param('mallId')
    if (simulation.malls.find(mallId)) {
      await next()
    } else {
      simulation.calls.count(mallId, 'no such mall', 404)
      c.res = c.json(apiError(404, 'The mall does not exist.').body as object, 404)
    }
    // A dropped connection gets no header, and all dropped calls share this response.
    if (c.res === RESPONSE_ALREADY_SENT) return
    // Node would write the machine's clock.
    c.res.headers.set('Date', new Date(simulation.mallClock(mallId)).toUTCString())
  })
}
