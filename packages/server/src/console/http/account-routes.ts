import {
  accountChangeSchema,
  type AccountView,
  auditQuerySchema,
  newAccountSchema,
} from '@pointpay/contracts'
import { Hono } from 'hono'
import type { AccountResult, Accounts } from '../accounts/accounts.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { type ConsoleEnv, requireOperator } from './api.ts'
import type { RequireOwnPassword } from './own-password.ts'
import { readBody, readQuery } from './request.ts'

interface AccountRouteDeps {
  accounts: Accounts
  audit: AuditTrail
  requireOwnPassword: RequireOwnPassword
}

export function accountRoutes({ accounts, audit, requireOwnPassword }: AccountRouteDeps) {
  return new Hono<ConsoleEnv>()
    .get('/accounts', async (c) => {
      requireOperator(c)
      return c.json({ items: await accounts.list() })
    })
    .post('/accounts', async (c) => {
      const { login: by } = requireOperator(c)
      const account = await readBody(c, newAccountSchema)
      return c.json(accountOf(await accounts.add(account, by)), 201)
    })
    .patch('/accounts/:login', async (c) => {
      const { login: by } = requireOperator(c)
      const login = named(c.req.param('login'))
      const { yourPassword, ...change } = await readBody(c, accountChangeSchema)
      if (login === by && change.disabled)
        throw new ConsoleRefusal('conflict', {
          field: 'disabled',
          message: '자기 계정은 중지할 수 없습니다. 다른 운영자에게 요청해 주세요.',
        })
      if (change.password !== undefined || change.secondFactor !== undefined)
        await requireOwnPassword(c, yourPassword, { action: 'account.change', subject: login })
      return c.json(accountOf(await accounts.change(login, change, by)))
    })
    .get('/audit', async (c) => {
      requireOperator(c)
      return c.json(await audit.page(readQuery(c, auditQuerySchema)))
    })
}

/** @throws {ConsoleRefusal} `not_found` for logins that cannot be */
function named(login: string): string {
  const parsed = newAccountSchema.shape.login.safeParse(login)
  if (!parsed.success) throw new ConsoleRefusal('not_found')
  return parsed.data
}

function accountOf(result: AccountResult): AccountView {
  switch (result.kind) {
    case 'done':
      return result.account
    case 'not-found':
      throw new ConsoleRefusal('not_found')
    case 'invalid':
      throw new ConsoleRefusal('invalid_request', { field: result.field })
    case 'exists':
      throw new ConsoleRefusal('conflict', {
        field: 'login',
        message: '이 아이디는 이미 있습니다. 다른 아이디를 쓰거나 기존 계정을 고쳐 주세요.',
      })
    case 'media-unknown':
      throw new ConsoleRefusal('invalid_request', {
        field: 'mediaCodes',
        message: `매체 ${result.mediaCode}이(가) 없습니다. 매체를 먼저 추가하거나 코드를 고쳐 주세요.`,
      })
  }
}
