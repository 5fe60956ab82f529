import { reviewDecisionSchema, reviewQuerySchema } from '@pointpay/contracts'
import { Hono } from 'hono'
import { conversionDetail, type DetailDeps } from '../conversions/detail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { Reviews } from '../reviews/reviews.ts'
import { type ConsoleEnv, requireOperator, requireVisible } from './api.ts'
import { readBody, readQuery } from './request.ts'
import { codesOf } from './visible-media.ts'

interface ReviewRouteDeps extends DetailDeps {
  reviews: Reviews
}

export function reviewRoutes({ reviews, ...deps }: ReviewRouteDeps) {
  return new Hono<ConsoleEnv>()
    .get('/reviews', async (c) => {
      const { mediaCode, ...query } = readQuery(c, reviewQuerySchema)
      if (mediaCode !== undefined) requireVisible(c, mediaCode)
      const mediaCodes = mediaCode === undefined ? codesOf(c.get('me')) : [mediaCode]
      return c.json(await reviews.page({ ...query, mediaCodes }))
    })
    .post('/reviews/:id', async (c) => {
      const { login: by } = requireOperator(c)
      const decided = await readBody(c, reviewDecisionSchema, { lines: ['note'] })
      const { mediaCode, transactionNumber } = await reviews.decide(c.req.param('id'), decided, by)
      const detail = await conversionDetail(deps, mediaCode, transactionNumber)
      if (!detail) throw new ConsoleRefusal('not_found')
      return c.json(detail)
    })
}
