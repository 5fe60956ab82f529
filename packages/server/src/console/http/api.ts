import type { ConsoleErrorBody, MediaCode, Me } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import { routePath } from 'hono/route'
import { createSameOrigin } from '../../http/same-origin.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { Log } from '../../pointhub/deps.ts'
import { ConsoleRefusal, refusalStatus } from '../refusal.ts'
import type { SessionCookie } from './session-cookie.ts'

/** What may be asked before anybody has logged in. */
const openPaths = new Set(['/console/api/login', '/console/api/service'])

export interface ConsoleEnv {
  Variables: {
    me: Me
    /** A media that was asked for by somebody who may not see it. */
    refusedMedia: MediaCode | undefined
  }
}
export type ConsoleContext = Context<ConsoleEnv>

interface ApiDeps {
  origin: string
  sessions: Sessions
  cookie: SessionCookie
  audit: AuditTrail
  log: Log
}

/** An API of the console, empty but for what all its calls have in common: refusals, origin, who is asking. */
export function consoleApi({ origin, sessions, cookie, audit, log }: ApiDeps): Hono<ConsoleEnv> {
  const isOurs = createSameOrigin(origin)
  const api = new Hono<ConsoleEnv>()
  api.onError((error, c) => refuse(c, error, log))
  return api
    .use(async (c, next) => {
      c.header('Cache-Control', 'no-store')
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isOurs(c))
        throw new ConsoleRefusal('origin_refused')
      await next()
    })
    .use(async (c, next) => {
      if (openPaths.has(c.req.path)) return next()
      const token = cookie.read(c)
      const me = token === null ? null : await sessions.who(token)
      if (!me) throw new ConsoleRefusal('not_logged_in')
      c.set('me', me)
      await next()
      const mediaCode = c.get('refusedMedia')
      if (mediaCode !== undefined)
        await audit.recordReading({
          by: me.login,
          action: 'access.refused',
          mediaCode,
          subject: `${c.req.method} ${routePath(c)}`,
          outcome: 'not_found',
        })
    })
}

/** @throws {ConsoleRefusal} `forbidden` */
export function requireOperator(c: ConsoleContext): Me {
  const me = c.get('me')
  if (me.role !== 'operator') throw new ConsoleRefusal('forbidden')
  return me
}

export function maySee(me: Me, mediaCode: string): boolean {
  return me.role === 'operator' || me.mediaCodes.includes(mediaCode as MediaCode)
}

/** @throws {ConsoleRefusal} `not_found` for another's media, as for one that does not exist; it is on the audit trail then */
export function requireVisible(c: ConsoleContext, mediaCode: MediaCode): void {
  if (maySee(c.get('me'), mediaCode)) return
  c.set('refusedMedia', mediaCode)
  throw new ConsoleRefusal('not_found')
}

function refuse(c: Context, error: unknown, log: Log): Response {
  const refusal = error instanceof ConsoleRefusal ? error : new ConsoleRefusal('internal', { cause: error })
  if (refusal.code === 'internal') log.error({ err: error, path: c.req.routePath }, 'console.failed')
  const { code, message, field, details, perhapsTaken } = refusal
  const body: ConsoleErrorBody = {
    error: {
      code,
      message,
      ...(field ? { field } : {}),
      ...(details ? { details } : {}),
      ...(perhapsTaken ? { perhapsTaken } : {}),
    },
  }
  const retryAfterS = details?.['retryAfterS']
  if (retryAfterS !== undefined) c.header('Retry-After', String(retryAfterS))
  c.header('Cache-Control', 'no-store')
  return c.json(body, refusalStatus[code])
}
