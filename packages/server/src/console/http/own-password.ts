import type { AuditAction } from '@pointpay/contracts'
import type { Caller, LoginCheck } from '../accounts/login-check.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { ConsoleContext } from './api.ts'

interface OwnPasswordDeps {
  audit: AuditTrail
  loginCheck: LoginCheck
  /** Where a password in a call comes from. */
  callerOf(c: ConsoleContext, login: string): Caller
}

/** What was to be done with whom, for the audit trail. */
interface Deed {
  action: AuditAction
  subject: string
}

/** Asks whoever is logged in for their password once more, so that nobody does the deed at a browser that was left open. */
export type RequireOwnPassword = (
  c: ConsoleContext,
  yourPassword: string | undefined,
  deed: Deed,
) => Promise<void>

/** @returns a check that throws {@link ConsoleRefusal} naming `yourPassword` unless it is the password of who is logged in */
export function createRequireOwnPassword({
  audit,
  loginCheck,
  callerOf,
}: OwnPasswordDeps): RequireOwnPassword {
  return async (c, yourPassword, deed) => {
    const { login } = c.get('me')
    if (yourPassword === undefined)
      throw new ConsoleRefusal('invalid_request', { field: 'yourPassword', message: PASSWORD_NEEDED })
    if (await loginCheck.isOwner({ login, password: yourPassword }, callerOf(c, login))) return
    await audit.record({ by: login, ...deed, outcome: 'wrong-password' })
    throw new ConsoleRefusal('credentials_wrong', { field: 'yourPassword', message: PASSWORD_WRONG })
  }
}

const PASSWORD_NEEDED = '지금 로그인한 계정의 비밀번호도 입력해야 합니다. 바뀐 것은 없습니다.'
const PASSWORD_WRONG =
  '지금 로그인한 계정의 비밀번호가 맞지 않습니다. 바뀐 것은 없습니다. 확인하고 다시 입력해 주세요.'
