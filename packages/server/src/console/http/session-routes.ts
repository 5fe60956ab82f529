import { loginSchema } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import type { Caller, LoginCheck } from '../accounts/login-check.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { ConsoleEnv } from './api.ts'
import type { KnownBrowserCookie } from './known-browser-cookie.ts'
import { readBody } from './request.ts'
import type { SessionCookie } from './session-cookie.ts'

interface SessionRouteDeps {
  loginCheck: LoginCheck
  sessions: Sessions
  cookie: SessionCookie
  knownCookie: KnownBrowserCookie
  audit: AuditTrail
  /** Where a password in a call comes from. */
  callerOf(context: Context, login: string): Caller
}

export function sessionRoutes({
  loginCheck,
  sessions,
  cookie,
  knownCookie,
  audit,
  callerOf,
}: SessionRouteDeps) {
  return new Hono<ConsoleEnv>()
    .post('/login', async (c) => {
      const given = await readBody(c, loginSchema)
      const { me, token, pass } = await loginCheck.logIn(given, callerOf(c, given.login))
      // A browser has one session; whoever sits down in front of it starts a new one.
      const before = cookie.read(c)
      if (before !== null) await sessions.end(before)
      cookie.set(c, token)
      knownCookie.set(c, me.login, pass)
      return c.json(me)
    })
    .post('/logout', async (c) => {
      const token = cookie.read(c)
      if (token !== null) await sessions.end(token)
      cookie.clear(c)
      await audit.record({ by: c.get('me').login, action: 'logout', outcome: 'done' })
      return c.body(null, 204)
    })
    .get('/me', (c) => c.json(c.get('me')))
}
