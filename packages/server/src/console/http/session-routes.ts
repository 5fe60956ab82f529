import { loginSchema, type Me } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import type { LoginCheck } from '../accounts/login-check.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { ConsoleEnv } from './api.ts'
import { readBody } from './request.ts'
import type { SessionCookie } from './session-cookie.ts'

interface SessionRouteDeps {
  loginCheck: LoginCheck
  sessions: Sessions
  cookie: SessionCookie
  audit: AuditTrail
  clientAddress(context: Context): string
}

export function sessionRoutes({ loginCheck, sessions, cookie, audit, clientAddress }: SessionRouteDeps) {
  return new Hono<ConsoleEnv>()
    .post('/login', async (c) => {
      const me: Me = await loginCheck(await readBody(c, loginSchema), clientAddress(c))
      // A browser has one session; whoever sits down in front of it starts a new one.
      const before = cookie.read(c)
      if (before !== null) await sessions.end(before)
      cookie.set(c, await sessions.open(me.login))
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
