import {
  accountChangeSchema,
  type AccountView,
  auditQuerySchema,
  newAccountSchema,
} from '@pointpay/contracts'
import { Hono } from 'hono'
import type { AccountResult, Accounts } from '../accounts/accounts.ts'
import type { Caller, LoginCheck } from '../accounts/login-check.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { type ConsoleContext, type ConsoleEnv, requireOperator } from './api.ts'
import { readBody, readQuery } from './request.ts'

interface AccountRouteDeps {
  accounts: Accounts
  audit: AuditTrail
  loginCheck: LoginCheck
  /** Where a password in a call comes from. */
  callerOf(c: ConsoleContext, login: string): Caller
}

export function accountRoutes({ accounts, audit, loginCheck, callerOf }: AccountRouteDeps) {
  /** @throws {ConsoleRefusal} naming `yourPassword` unless it is the password of the operator who asks */
  async function requirePassword(c: ConsoleContext, yourPassword: string | undefined, subject: string) {
    const { login } = c.get('me')
    if (yourPassword === undefined)
      throw new ConsoleRefusal('invalid_request', { field: 'yourPassword', message: PASSWORD_NEEDED })
    if (await loginCheck.isOwner({ login, password: yourPassword }, callerOf(c, login))) return
    await audit.record({ by: login, action: 'account.change', subject, outcome: 'wrong-password' })
    throw new ConsoleRefusal('credentials_wrong', { field: 'yourPassword', message: PASSWORD_WRONG })
  }

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
      if (change.password !== undefined) await requirePassword(c, yourPassword, login)
      return c.json(accountOf(await accounts.change(login, change, by)))
    })
    .get('/audit', async (c) => {
      requireOperator(c)
      return c.json(await audit.page(readQuery(c, auditQuerySchema)))
    })
}

const PASSWORD_NEEDED =
  '비밀번호를 바꾸려면 지금 로그인한 계정의 비밀번호도 입력해야 합니다. 바뀐 것은 없습니다.'
const PASSWORD_WRONG =
  '지금 로그인한 계정의 비밀번호가 맞지 않습니다. 바뀐 것은 없습니다. 확인하고 다시 입력해 주세요.'

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
