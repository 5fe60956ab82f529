import { reviewDecisionSchema } from '@pointpay/contracts'
import { Hono } from 'hono'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { conversionDetail, type DetailDeps } from '../conversions/detail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { Reviews } from '../reviews/reviews.ts'
import { type ConsoleEnv, requireOperator } from './api.ts'
import { readBody } from './request.ts'
import { codesOf } from './visible-media.ts'

interface ReviewRouteDeps extends DetailDeps {
  reviews: Reviews
  audit: AuditTrail
}

export function reviewRoutes({ reviews, audit, ...deps }: ReviewRouteDeps) {
  return new Hono<ConsoleEnv>()
    .get('/reviews', async (c) => c.json({ items: await reviews.list(codesOf(c.get('me'))) }))
    .post('/reviews/:id', async (c) => {
      const { login: by } = requireOperator(c)
      const decided = await readBody(c, reviewDecisionSchema)
      const { mediaCode, transactionNumber, kind } = await reviews.decide(c.req.param('id'), decided, by)
      await audit.record({
        by,
        action: 'review.decide',
        mediaCode,
        subject: transactionNumber,
        outcome: `${kind}: ${decided.decision} (${decided.note})`,
      })
      const detail = await conversionDetail(deps, mediaCode, transactionNumber)
      if (!detail) throw new ConsoleRefusal('not_found')
      return c.json(detail)
    })
}
