import type { Login, MediaCode, Me } from '@pointpay/contracts'
import type { Kysely } from 'kysely'
import type { Clock } from '../../pointhub/deps.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { ConsoleTables } from '../tables.ts'
import type { LoginTries } from './login-tries.ts'
import { verifyPassword } from './passwords.ts'

/**
 * Who may come in. Wrong login, wrong password and disabled account look the same and take the same time.
 * @throws {ConsoleRefusal} `credentials_wrong`, `too_many_requests`
 */
export type LoginCheck = (given: Login, address: string) => Promise<Me>

interface LoginCheckDeps {
  db: Kysely<ConsoleTables>
  tries: LoginTries
  audit: AuditTrail
  clock: Clock
}

export function createLoginCheck({ db, tries, audit, clock }: LoginCheckDeps): LoginCheck {
  return async ({ login, password }, address) => {
    await tries.count(login, address)
    const account = await db
      .selectFrom('console_account')
      .selectAll()
      .where('login', '=', login)
      .executeTakeFirst()
    const isRight = await verifyPassword(password, account?.password_hash ?? null)
    if (!account || !isRight || account.disabled) {
      // What is no login of ours may be a password in the wrong field: it is not kept.
      const outcome = !account ? 'unknown-login' : isRight ? 'disabled' : 'wrong-password'
      await audit.record({ by: account?.login ?? '-', action: 'login', subject: address || null, outcome })
      throw new ConsoleRefusal('credentials_wrong')
    }
    await tries.forgive(login, address)
    await db
      .updateTable('console_account')
      .set({ last_login_at: clock() })
      .where('login', '=', login)
      .execute()
    await audit.record({ by: login, action: 'login', subject: address || null, outcome: 'done' })
    return {
      login: account.login,
      name: account.name,
      role: account.role,
      mediaCodes: account.media_codes as MediaCode[],
    }
  }
}
