import type { ConsoleErrorBody, MediaCode, Me } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Sessions } from '../accounts/sessions.ts'
import type { Log } from '../../pointhub/deps.ts'
import { ConsoleRefusal, refusalStatus } from '../refusal.ts'
import type { SessionCookie } from './session-cookie.ts'

/** What may be asked before anybody has logged in. */
const openPaths = new Set(['/console/api/login', '/console/api/service'])
const BODY_MAX_BYTES = 64 * 1_024

export interface ConsoleEnv {
  Variables: { me: Me }
}
export type ConsoleContext = Context<ConsoleEnv>

interface ApiDeps {
  origin: string
  sessions: Sessions
  cookie: SessionCookie
  log: Log
}

/** An API of the console, empty but for what all its calls have in common: refusals, origin, size, who is asking. */
export function consoleApi({ origin, sessions, cookie, log }: ApiDeps): Hono<ConsoleEnv> {
  const api = new Hono<ConsoleEnv>()
  api.onError((error, c) => refuse(c, error, log))
  return api
    .use(async (c, next) => {
      c.header('Cache-Control', 'no-store')
      c.header('X-Content-Type-Options', 'nosniff')
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isOurs(c, origin))
        throw new ConsoleRefusal('origin_refused')
      await next()
    })
    .use(
      bodyLimit({
        maxSize: BODY_MAX_BYTES,
        onError: () => {
          throw new ConsoleRefusal('body_too_large')
        },
      }),
    )
    .use(async (c, next) => {
      if (openPaths.has(c.req.path)) return next()
      const token = cookie.read(c)
      const me = token === null ? null : await sessions.who(token)
      if (!me) throw new ConsoleRefusal('not_logged_in')
      c.set('me', me)
      await next()
    })
}

/** Browsers send `Origin` with every changing call, and no other site's page can send ours. */
function isOurs(c: Context, origin: string): boolean {
  const given = c.req.header('origin')
  if (given === undefined) return false
  return given === origin || URL.parse(given)?.host === c.req.header('host')
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

/** @throws {ConsoleRefusal} `not_found` for another's media, as for one that does not exist */
export function requireVisible(me: Me, mediaCode: string): void {
  if (!maySee(me, mediaCode)) throw new ConsoleRefusal('not_found')
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
