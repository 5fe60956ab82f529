import {
  mediaAppSchema,
  type MediaCode,
  mediaChangeSchema,
  mediaCodeSchema,
  type MediaStatus,
  type Me,
  newMediaSchema,
} from '@pointpay/contracts'
import { Hono } from 'hono'
import type { AuditAction, AuditTrail } from '../audit/audit-trail.ts'
import type { ConsoleOptions } from '../deps.ts'
import type { MallCallResult } from '../../solution/ports.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { type ConsoleContext, type ConsoleEnv, requireOperator, requireVisible } from './api.ts'
import { readBody } from './request.ts'
import { codesOf } from './visible-media.ts'

interface MediaRouteDeps extends Pick<ConsoleOptions, 'setUp'> {
  audit: AuditTrail
}

export function mediaRoutes({ setUp, audit }: MediaRouteDeps) {
  async function callMall(c: ConsoleContext, action: AuditAction, carryOut: typeof setUp.readShops) {
    const mediaCode = seen(c)
    const result = await carryOut(mediaCode)
    await audit.record({ by: c.get('me').login, action, mediaCode, outcome: result.kind })
    return c.json(shownTo(c.get('me'), statusOf(result)))
  }

  return new Hono<ConsoleEnv>()
    .get('/media', async (c) => {
      const me = c.get('me')
      const statuses = await setUp.statuses(codesOf(me))
      return c.json({ items: statuses.map((status) => shownTo(me, status)) })
    })
    .post('/media', async (c) => {
      const { login } = requireOperator(c)
      const media = await readBody(c, newMediaSchema)
      const result = await setUp.add(media)
      await audit.record({ by: login, action: 'media.add', mediaCode: media.code, outcome: result.kind })
      if (result.kind === 'exists')
        throw new ConsoleRefusal('conflict', {
          field: 'code',
          message: `매체코드 ${media.code}은(는) 이미 있습니다. 다른 코드를 쓰거나 기존 매체를 고쳐 주세요.`,
        })
      if (result.kind === 'mall-taken')
        throw new ConsoleRefusal('conflict', {
          field: 'integration.mallId',
          message: `이 쇼핑몰은 이미 매체 ${result.byMediaCode}에 연결되어 있습니다. 매체를 추가하지 않았습니다.`,
        })
      return c.json(result.status, 201)
    })
    .get('/media/:code', async (c) => {
      const [status] = await setUp.statuses([seen(c)])
      if (!status) throw new ConsoleRefusal('not_found')
      return c.json(shownTo(c.get('me'), status))
    })
    .patch('/media/:code', async (c) => {
      const { login } = requireOperator(c)
      const mediaCode = seen(c)
      const change = await readBody(c, mediaChangeSchema)
      const status = await setUp.change(mediaCode, change)
      if (!status) throw new ConsoleRefusal('not_found')
      const subject = Object.keys(change).join(',')
      await audit.record({ by: login, action: 'media.change', mediaCode, subject, outcome: 'done' })
      return c.json(status)
    })
    .put('/media/:code/app', async (c) => {
      const { login } = requireOperator(c)
      const mediaCode = seen(c)
      const app = await readBody(c, mediaAppSchema)
      const status = await setUp.changeApp(mediaCode, app)
      if (!status) throw new ConsoleRefusal('not_found')
      await audit.record({ by: login, action: 'media.app', mediaCode, outcome: 'done' })
      return c.json(status)
    })
    .post('/media/:code/return-key', async (c) => {
      const { login } = requireOperator(c)
      const mediaCode = seen(c)
      const status = await setUp.renewReturnKey(mediaCode)
      if (!status) throw new ConsoleRefusal('not_found')
      await audit.record({ by: login, action: 'media.return-key', mediaCode, outcome: 'done' })
      return c.json(status)
    })
    .put('/media/:code/shops', (c) => {
      requireOperator(c)
      return callMall(c, 'media.shops.read', setUp.readShops)
    })
    .put('/media/:code/script-tag', (c) => callMall(c, 'media.script-tag.put', setUp.putScriptTag))
    .delete('/media/:code/script-tag', (c) => callMall(c, 'media.script-tag.remove', setUp.removeScriptTag))
}

/** Who knows our RETURN URL's key can ask for credits, which are settled for: a merchant's own people need it for nothing. */
function shownTo({ role }: Me, status: MediaStatus): MediaStatus {
  if (role === 'operator' || status.kind === 'own-backend') return status
  return { ...status, returnUrl: status.returnUrl.replace(/[^/]+$/, '…') }
}

function statusOf(result: MallCallResult) {
  switch (result.kind) {
    case 'done':
      return result.status
    case 'not-found':
      throw new ConsoleRefusal('not_found')
    case 'consent-needed':
      throw new ConsoleRefusal('consent_needed', { message: result.message })
    case 'unavailable':
      throw new ConsoleRefusal('cafe24_unavailable', { message: result.message })
  }
}

/** @throws {ConsoleRefusal} `not_found` for codes that cannot be, and for another's media */
function seen(c: ConsoleContext): MediaCode {
  const code = mediaCodeSchema.safeParse(c.req.param('code'))
  if (!code.success) throw new ConsoleRefusal('not_found')
  requireVisible(c.get('me'), code.data)
  return code.data
}
