import {
  type AuditAction,
  mediaAppSchema,
  type MediaCode,
  mediaChangeSchema,
  mediaCodeSchema,
  type MediaStatus,
  type Me,
  newMediaSchema,
} from '@pointpay/contracts'
import { Hono } from 'hono'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { appChanges, recordMediaChange } from '../audit/media-changes.ts'
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
  async function callMall(c: ConsoleContext, action: AuditAction, carryOut: typeof setUp.putScriptTag) {
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
      const result = await setUp.add(media, recordMediaChange(audit, login, 'media.add'))
      if (result.kind !== 'added')
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
      if (result.kind === 'inner-address')
        throw new ConsoleRefusal('invalid_request', {
          field: 'integration.returnUrl',
          message:
            'RETURN URL이 내부 주소입니다. 인터넷에서 닿는 주소를 적어 주세요. 매체를 추가하지 않았습니다.',
        })
      if (result.kind === 'no-cafe24-token')
        throw new ConsoleRefusal('invalid_request', { field: 'memberProof', message: NO_CAFE24_TOKEN })
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
      const result = await setUp.change(mediaCode, change, recordMediaChange(audit, login, 'media.change'))
      switch (result.kind) {
        case 'changed':
          return c.json(result.status)
        case 'not-found':
          throw new ConsoleRefusal('not_found')
        case 'proof-key-needed':
          throw new ConsoleRefusal('conflict', {
            field: result.field,
            message:
              '가맹점 서버가 서명할 키가 아직 없어 바꾸지 않았습니다. 증명 키를 먼저 발급해 가맹점 서버에 넣은 다음 켜 주세요.',
          })
        case 'inner-address':
          throw new ConsoleRefusal('conflict', {
            field: 'mode',
            message:
              'RETURN URL이 내부 주소라 실제 모드로 바꾸지 않았습니다. 인터넷에서 닿는 주소로 매체를 새로 추가해 주세요.',
          })
        case 'no-cafe24-token':
          throw new ConsoleRefusal('invalid_request', { field: 'memberProof', message: NO_CAFE24_TOKEN })
      }
    })
    .put('/media/:code/app', async (c) => {
      const { login } = requireOperator(c)
      const mediaCode = seen(c)
      const app = await readBody(c, mediaAppSchema)
      const line = { by: login, action: 'media.app', mediaCode } as const
      const status = await setUp.changeApp(mediaCode, app, (before) =>
        audit.record({ ...line, outcome: 'asked', changes: appChanges(before, app.clientId) }),
      )
      if (!status) throw new ConsoleRefusal('not_found')
      await audit.record({ ...line, outcome: 'done' })
      return c.json(status)
    })
    .post('/media/:code/return-key', (c) =>
      changeKey(c, (code, { login }) =>
        setUp.renewReturnKey(code, recordMediaChange(audit, login, 'media.return-key')),
      ),
    )
    .delete('/media/:code/return-key', (c) =>
      changeKey(c, (code, { login }) =>
        setUp.endOldReturnKey(code, recordMediaChange(audit, login, 'media.return-key.end-old')),
      ),
    )
    .post('/media/:code/proof-key', (c) =>
      changeKey(c, (code, { login }) =>
        setUp.issueProofKey(code, recordMediaChange(audit, login, 'media.proof-key')),
      ),
    )
    .delete('/media/:code/proof-key', (c) =>
      changeKey(c, (code, { login }) =>
        setUp.endOldProofKey(code, recordMediaChange(audit, login, 'media.proof-key.end-old')),
      ),
    )
    .put('/media/:code/shops', async (c) => {
      const { login } = requireOperator(c)
      const mediaCode = seen(c)
      const result = await setUp.readShops(mediaCode, recordMediaChange(audit, login, 'media.shops.read'))
      if (result.kind !== 'done')
        await audit.record({ by: login, action: 'media.shops.read', mediaCode, outcome: result.kind })
      return c.json(statusOf(result))
    })
    .put('/media/:code/script-tag', (c) => callMall(c, 'media.script-tag.put', setUp.putScriptTag))
    .delete('/media/:code/script-tag', (c) => callMall(c, 'media.script-tag.remove', setUp.removeScriptTag))
}

/** @throws {ConsoleRefusal} `forbidden`, `not_found` */
async function changeKey(
  c: ConsoleContext,
  change: (code: MediaCode, by: Me) => Promise<MediaStatus | null>,
) {
  const me = requireOperator(c)
  const status = await change(seen(c), me)
  if (!status) throw new ConsoleRefusal('not_found')
  return c.json(status)
}

const NO_CAFE24_TOKEN =
  '카페24 회원 토큰은 카페24 쇼핑몰의 회원에게만 있습니다. 바뀐 것은 없습니다. 가맹점 서버의 서명이나 다른 방법을 골라 주세요.'

/** Who knows our RETURN URL's key can ask for credits, which are settled for: a merchant's own people need it for nothing. */
function shownTo({ role }: Me, status: MediaStatus): MediaStatus {
  if (role === 'operator' || status.kind === 'own-backend') return status
  return { ...status, returnUrl: status.returnUrl && status.returnUrl.replace(/[^/]+$/, '…') }
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
  requireVisible(c, code.data)
  return code.data
}
