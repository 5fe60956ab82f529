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
import type { OpenStreams } from '../../http/open-streams.ts'
import type { SessionChanges } from '../../pointhub/changes.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { type Cancels, withChoice } from '../cancel/cancel.ts'
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
  openStreams: OpenStreams
  sessions: Sessions
  cookie: SessionCookie
}

const path = '/conversions/:mediaCode/:transactionNumber'
/** Open at once in a process: one a tab. */
const STREAMS_PER_ACCOUNT = 8
const STREAM_RETRY_AFTER_S = 15

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

  /** Before it is shown: what cannot be recorded is not read. */
  const recordReading = (c: ConsoleContext, { mediaCode, transactionNumber }: Named) =>
    audit.recordReading({
      by: c.get('me').login,
      action: 'conversion.read',
      mediaCode,
      subject: transactionNumber,
      outcome: 'done',
    })

  return new Hono<ConsoleEnv>()
    .get('/conversions', async (c) => {
      const query = readQuery(c, conversionQuerySchema)
      const among = await visibleMedia(deps.media, c, query.mediaCode)
      if (query.memberId !== undefined)
        await audit.recordReading({
          by: c.get('me').login,
          action: 'conversion.search',
          mediaCode: query.mediaCode ?? null,
          subject: query.memberId,
          outcome: 'done',
        })
      return c.json(await findPage(db, among, query))
    })
    .get(path, async (c) => {
      const wanted = named(c)
      const found = await detail(wanted)
      await recordReading(c, wanted)
      return c.json(found)
    })
    .get(`${path}/cancel`, async (c) => {
      const wanted = named(c)
      const preview = await cancels.preview(await one(wanted))
      await recordReading(c, wanted)
      return c.json(preview)
    })
    .post(`${path}/cancel`, async (c) => {
      const wanted = named(c)
      const asked = await readBody(c, cancelRequestSchema, { lines: ['reason'] })
      const entry = {
        by: c.get('me').login,
        action: 'conversion.cancel',
        mediaCode: wanted.mediaCode,
        subject: wanted.transactionNumber,
      } as const
      let outcome: 'begun' | 'already'
      try {
        outcome = await cancels.cancel(await one(wanted), entry.by, asked)
      } catch (error) {
        if (error instanceof ConsoleRefusal && error.code !== 'not_found')
          await audit.record({ ...entry, outcome: withChoice(error.code, asked) })
        throw error
      }
      await audit.record({ ...entry, outcome: withChoice(outcome === 'begun' ? 'done' : outcome, asked) })
      return c.json(await detail(wanted), 202)
    })
    .get(`${path}/events`, async (c) => {
      const wanted = named(c)
      await detail(wanted)
      await recordReading(c, wanted)
      const session = await db
        .selectFrom('pointhub_conversion')
        .select('session_id')
        .where('transaction_number', '=', wanted.transactionNumber)
        .where('media_code', '=', wanted.mediaCode)
        .executeTakeFirst()
      c.header('X-Accel-Buffering', 'no')
      // Nobody reads the stream of a HEAD request, nor ends it.
      if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' })
      const close = deps.openStreams.open({ [c.get('me').login]: STREAMS_PER_ACCOUNT })
      if (!close) throw tooManyStreams()
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
        }).finally(close),
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
  requireVisible(c, mediaCode.data)
  return { mediaCode: mediaCode.data, transactionNumber: transactionNumber.data }
}

const tooManyStreams = () =>
  new ConsoleRefusal('too_many_requests', {
    message: `한 계정으로 동시에 지켜볼 수 있는 전환은 ${STREAMS_PER_ACCOUNT}건입니다. 열어 둔 다른 탭을 닫아 주세요.`,
    details: { retryAfterS: STREAM_RETRY_AFTER_S },
  })
