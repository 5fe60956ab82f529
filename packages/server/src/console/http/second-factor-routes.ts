import { codeBodySchema, ownPasswordSchema } from '@pointpay/contracts'
import { Hono } from 'hono'
import { CODE_WRONG } from '../accounts/login-check.ts'
import type { SecondFactor } from '../accounts/second-factor.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { ConsoleEnv } from './api.ts'
import type { RequireOwnPassword } from './own-password.ts'
import { readBody } from './request.ts'
import type { SessionCookie } from './session-cookie.ts'

interface SecondFactorRouteDeps {
  secondFactor: SecondFactor
  cookie: SessionCookie
  requireOwnPassword: RequireOwnPassword
}

/** The second factor of whoever is logged in. */
export function secondFactorRoutes(deps: SecondFactorRouteDeps) {
  const { secondFactor, cookie, requireOwnPassword } = deps
  return new Hono<ConsoleEnv>()
    .post('/me/second-factor', async (c) => {
      const { login } = c.get('me')
      const { yourPassword } = await readBody(c, ownPasswordSchema)
      await requireOwnPassword(c, yourPassword, { action: 'second-factor.offer', subject: login })
      const offer = await secondFactor.offer(login)
      if (!offer) throw new ConsoleRefusal('conflict', { message: ALREADY_ON })
      return c.json(offer)
    })
    .put('/me/second-factor', async (c) => {
      const me = c.get('me')
      const { code } = await readBody(c, codeBodySchema)
      const result = await secondFactor.confirm(me.login, code, cookie.read(c) ?? '')
      if (result === 'none-offered') throw new ConsoleRefusal('conflict', { message: NONE_OFFERED })
      if (result === 'wrong-code')
        throw new ConsoleRefusal('invalid_request', { field: 'code', message: CODE_WRONG })
      return c.json({ ...me, secondFactor: true })
    })
    .post('/me/second-factor/end', async (c) => {
      const me = c.get('me')
      const { yourPassword } = await readBody(c, ownPasswordSchema)
      await requireOwnPassword(c, yourPassword, { action: 'second-factor.off', subject: me.login })
      await secondFactor.end(me.login)
      return c.json({ ...me, secondFactor: false })
    })
}

const ALREADY_ON =
  '2단계 인증을 이미 쓰고 있습니다. 새 휴대폰으로 옮기려면 먼저 끄고 다시 켜 주세요. 바뀐 것은 없습니다.'
const NONE_OFFERED =
  '등록을 시작한 적이 없거나 이미 끝났습니다. 새로고침해서 확인하고 처음부터 다시 시작해 주세요.'
