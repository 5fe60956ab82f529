import {
  cancelRequestSchema,
  conversionQuerySchema,
  type MediaCode,
  mediaCodeSchema,
  type Me,
  type TransactionNumber,
  transactionNumberSchema,
} from '@pointpay/contracts'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { SessionChanges } from '../../pointhub/changes.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { Cancels } from '../cancel/cancel.ts'
import { conversionDetail } from '../conversions/detail.ts'
import { findPage } from '../conversions/find-page.ts'
import { followConversion } from '../conversions/follow-conversion.ts'
import { findOne } from '../conversions/one-conversion.ts'
import type { ConsoleOptions } from '../deps.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { type ConsoleContext, type ConsoleEnv, maySee, requireVisible } from './api.ts'
import { readBody, readQuery } from './request.ts'
import type { SessionCookie } from './session-cookie.ts'
import { visibleMedia } from './visible-media.ts'

interface ConversionRouteDeps extends Pick<
  ConsoleOptions,
  'db' | 'credits' | 'pointhub' | 'media' | 'log' | 'heartbeatMs'
> {
  cancels: Cancels
  audit: AuditTrail
  changes: SessionChanges
  sessions: Sessions
  cookie: SessionCookie
}

const path = '/conversions/:mediaCode/:transactionNumber'

export function conversionRoutes(deps: ConversionRouteDeps) {
  const { db, credits, pointhub, cancels, audit } = deps

  async function detail({ mediaCode, transactionNumber }: Named) {
    const found = await conversionDetail(deps, mediaCode, transactionNumber)
    if (!found) throw new ConsoleRefusal('not_found')
    return found
  }
  async function one({ mediaCode, transactionNumber }: Named) {
    const found = await findOne(credits.ledger, pointhub, mediaCode, transactionNumber)
    if (!found) throw new ConsoleRefusal('not_found')
    return found
  }

  return new Hono<ConsoleEnv>()
    .get('/conversions', async (c) => {
      const query = readQuery(c, conversionQuerySchema)
      return c.json(await findPage(db, await visibleMedia(deps.media, c.get('me'), query.mediaCode), query))
    })
    .get(path, async (c) => c.json(await detail(named(c))))
    .get(`${path}/cancel`, async (c) => c.json(await cancels.preview(await one(named(c)))))
    .post(`${path}/cancel`, async (c) => {
      const wanted = named(c)
      const asked = await readBody(c, cancelRequestSchema)
      const entry = {
        by: c.get('me').login,
        action: 'conversion.cancel',
        mediaCode: wanted.mediaCode,
        subject: wanted.transactionNumber,
      } as const
      // The choice belongs to what was done: `done: taken`, `points_insufficient: deduct`.
      const withChoice = (outcome: string) => (asked.byHand ? `${outcome}: ${asked.byHand.choice}` : outcome)
      let outcome: 'begun' | 'already'
      try {
        outcome = await cancels.cancel(await one(wanted), entry.by, asked)
      } catch (error) {
        if (error instanceof ConsoleRefusal && error.code !== 'not_found')
          await audit.record({ ...entry, outcome: withChoice(error.code) })
        throw error
      }
      await audit.record({ ...entry, outcome: withChoice(outcome === 'begun' ? 'done' : outcome) })
      return c.json(await detail(wanted), 202)
    })
    .get(`${path}/events`, async (c) => {
      const wanted = named(c)
      await detail(wanted)
      const session = await db
        .selectFrom('pointhub_conversion')
        .select('session_id')
        .where('transaction_number', '=', wanted.transactionNumber)
        .where('media_code', '=', wanted.mediaCode)
        .executeTakeFirst()
      c.header('X-Accel-Buffering', 'no')
      return streamSSE(c, (stream) =>
        followConversion(stream, {
          changes: deps.changes,
          sessionId: session?.session_id ?? null,
          transactionNumber: wanted.transactionNumber,
          heartbeatMs: deps.heartbeatMs,
          log: deps.log,
          async read() {
            const me: Me | null = await deps.sessions.who(deps.cookie.read(c) ?? '', { touch: false })
            if (!me || !maySee(me, wanted.mediaCode)) return null
            return conversionDetail(deps, wanted.mediaCode, wanted.transactionNumber)
          },
        }),
      )
    })
}

interface Named {
  mediaCode: MediaCode
  transactionNumber: TransactionNumber
}

/** @throws {ConsoleRefusal} `not_found` for names that cannot be, and for another's media */
function named(c: ConsoleContext): Named {
  const mediaCode = mediaCodeSchema.safeParse(c.req.param('mediaCode'))
  const transactionNumber = transactionNumberSchema.safeParse(c.req.param('transactionNumber'))
  if (!mediaCode.success || !transactionNumber.success) throw new ConsoleRefusal('not_found')
  requireVisible(c.get('me'), mediaCode.data)
  return { mediaCode: mediaCode.data, transactionNumber: transactionNumber.data }
}
