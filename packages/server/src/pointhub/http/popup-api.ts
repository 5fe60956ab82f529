import {
  confirmIdentitySchema,
  convertSchema,
  openSessionSchema,
  type PopupErrorBody,
  selectionSchema,
  startIdentitySchema,
} from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { networkOf } from '../../http/client-address.ts'
import type { OpenStreams } from '../../http/open-streams.ts'
import type { SessionChanges } from '../changes.ts'
import type { ConvertCall } from '../conversion/convert.ts'
import type { Log, PointhubDb } from '../deps.ts'
import { Refusal, refusalStatus } from '../errors.ts'
import type { IdentitySteps } from '../identity/identity-steps.ts'
import type { Limits } from '../limits.ts'
import { type Language, languageOf, messageOf } from '../messages.ts'
import { requireOpen } from '../session/require-open.ts'
import type { SessionSteps } from '../session/session-steps.ts'
import { findSession } from '../session/session-store.ts'
import type { SessionViews } from '../session/session-view.ts'
import type { ConversionRow, SessionRow } from '../tables.ts'
import { readJson, sameOriginOnly } from './api-request.ts'
import type { BrowserCookies } from './browser-cookie.ts'
import { followSession } from './follow-session.ts'
import type { Throttle } from '../throttle.ts'

/** A place for a stream is free once another tab is closed; until then the popup reads the session by ordinary calls. */
const STREAM_RETRY_AFTER_S = 15
const idempotencyKeyPattern = /^[\x21-\x7e]{8,200}$/

export interface ApiDeps {
  db: PointhubDb
  origin: string
  cookies: BrowserCookies
  sessions: SessionSteps
  identity: IdentitySteps
  views: SessionViews
  convert: ConvertCall
  changes: SessionChanges
  throttle: Throttle
  openStreams: OpenStreams
  limits: Limits
  clientAddress: (context: Context) => string
  /** How often a silent event stream says that it lives, ms. */
  heartbeatMs?: number | undefined
  clock: () => Date
  log: Log
}

/** The popup's HTTP API, as contracts/popup-api.ts has it. */
export function popupApi(deps: ApiDeps): Hono {
  const { sessions, identity, views, clock, limits } = deps

  /** The session of this browser that the address names; of any other browser there is none. */
  async function own(c: Context): Promise<SessionRow> {
    const session = await findSession(deps.db, c.req.param('id') ?? '', deps.cookies.of(c))
    if (!session) throw new Refusal('session_unknown')
    return session
  }
  async function ownOpen(c: Context): Promise<SessionRow> {
    const session = await own(c)
    requireOpen(session, clock())
    return session
  }
  const answer = async (c: Context, session: SessionRow, status: 200 | 201 = 200) =>
    c.json(await views.view(session, language(c)), status)
  const network = (c: Context) => networkOf(deps.clientAddress(c))

  /** @throws {Refusal} `too_many_requests` */
  function openStream(c: Context, { id, browser }: SessionRow): () => void {
    const { streams } = limits
    const close = deps.openStreams.open({
      [`session/${id}`]: streams.session,
      [`browser/${browser}`]: streams.browser,
      [`network/${network(c)}`]: streams.network,
      service: streams.service,
    })
    if (!close) throw new Refusal('too_many_requests', { details: { retryAfterS: STREAM_RETRY_AFTER_S } })
    return close
  }

  return new Hono()
    .basePath('/pointhub/api')
    .onError((error, c) => refuse(error, c, deps.log))
    .use(async (c, next) => {
      c.header('Cache-Control', 'no-store')
      deps.throttle(`network/${network(c)}`, limits.calls.network)
      for (const browser of deps.cookies.of(c)) deps.throttle(`browser/${browser}`, limits.calls.browser)
      await next()
    })
    .use(sameOriginOnly(deps.origin))
    .post('/sessions', async (c) => {
      const wanted = await readJson(c, openSessionSchema, { lines: ['addParam'] })
      const browser = deps.cookies.ensure(c, 'direct')
      const { session, isNew } = await sessions.open(wanted, [browser, ...deps.cookies.of(c)], {
        browser,
        network: network(c),
      })
      return answer(c, session, isNew ? 201 : 200)
    })
    .get('/sessions/:id', async (c) => answer(c, await own(c)))
    .post('/sessions/:id/identity', async (c) => {
      const session = await ownOpen(c)
      const given = await readJson(c, startIdentitySchema)
      if (!session.identified_at) await identity.start(session, given, network(c))
      return answer(c, session)
    })
    .post('/sessions/:id/identity/confirm', async (c) => {
      const session = await ownOpen(c)
      const { code } = await readJson(c, confirmIdentitySchema)
      if (session.identified_at) return answer(c, session)
      const person = await identity.confirm(session, code, network(c))
      return answer(c, await sessions.identified(session, person))
    })
    .post('/sessions/:id/balances', async (c) => answer(c, await sessions.readBalances(await own(c))))
    .put('/sessions/:id/selection', async (c) => {
      const session = await own(c)
      return answer(c, await sessions.select(session, await readJson(c, selectionSchema)))
    })
    .post('/sessions/:id/conversions', async (c) => {
      const session = await own(c)
      const wanted = await readJson(c, convertSchema)
      const key = c.req.header('idempotency-key') ?? ''
      if (!idempotencyKeyPattern.test(key)) throw new Refusal('invalid_request', { field: 'Idempotency-Key' })
      const { conversion, replayed } = await deps.convert(session.id, key, wanted)
      refuseIfNothingMoved(conversion)
      return answer(c, await own(c), replayed ? 200 : 201)
    })
    .get('/sessions/:id/events', async (c) => {
      const session = await own(c)
      c.header('X-Accel-Buffering', 'no')
      // Nobody reads the stream of a HEAD request, nor ends it.
      if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' })
      const close = openStream(c, session)
      return streamSSE(c, (stream) => followSession(stream, session, language(c), deps).finally(close))
    })
    .delete('/sessions/:id', async (c) => {
      await sessions.leave(await own(c))
      return c.body(null, 204)
    })
}

function language(c: Context): Language {
  return languageOf(c.req.header('accept-language'))
}

/** The call that began a conversion, and its repetitions, are told where the partner took no points. */
function refuseIfNothingMoved({ state, converted_at, error_code }: ConversionRow): void {
  if (converted_at || (state !== 'failed' && state !== 'releasing')) return
  throw new Refusal(error_code ?? 'provider_unavailable')
}

function refuse(error: unknown, c: Context, log: Log): Response {
  const refusal = error instanceof Refusal ? error : new Refusal('internal', { cause: error })
  if (refusal.code === 'internal') log.error({ err: error, path: c.req.routePath }, 'pointhub.failed')
  const { code, field, details } = refusal
  const body: PopupErrorBody = {
    error: {
      code,
      message: messageOf(refusal, language(c)),
      ...(field ? { field } : {}),
      ...(details ? { details } : {}),
    },
  }
  const retryAfterS = details?.['retryAfterS']
  if (retryAfterS !== undefined) c.header('Retry-After', String(retryAfterS))
  c.header('Cache-Control', 'no-store')
  return c.json(body, refusalStatus[code])
}
