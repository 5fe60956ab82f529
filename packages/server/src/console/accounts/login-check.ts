import type { Login, Me } from '@pointpay/contracts'
import type { Kysely, Selectable } from 'kysely'
import type { Clock, Log } from '../../pointhub/deps.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { AccountTable, ConsoleTables } from '../tables.ts'
import type { KnownBrowsers } from './known-browsers.ts'
import type { LoginTries } from './login-tries.ts'
import { readMediaCodes } from './media-codes.ts'
import { BUSY_RETRY_S, type Passwords } from './passwords.ts'
import type { Sessions } from './sessions.ts'

/** Where a password comes from. */
export interface Caller {
  address: string
  /** What the browser keeps from an earlier login as the same account; null: nothing. */
  pass: string | null
}

/** Who may come in. Wrong login, wrong password and disabled account look the same and take the same time. */
export interface LoginCheck {
  /**
   * @returns who it is, the session's cookie, and the pass that the browser is to keep
   * @throws {ConsoleRefusal} `credentials_wrong`, `too_many_requests`
   */
  logIn(given: Login, caller: Caller): Promise<{ me: Me; token: string; pass: string }>
  /**
   * Whether somebody who is logged in knows the account's password. Throttled as logins are.
   * @throws {ConsoleRefusal} `too_many_requests`
   */
  isOwner(given: Login, caller: Caller): Promise<boolean>
}

interface LoginCheckDeps {
  db: Kysely<ConsoleTables>
  sessions: Pick<Sessions, 'open'>
  tries: LoginTries
  knownBrowsers: KnownBrowsers
  passwords: Passwords
  audit: AuditTrail
  clock: Clock
  log: Log
}

type Judged =
  | { isRight: true; account: Selectable<AccountTable> }
  | { isRight: false; by: string; outcome: 'unknown-login' | 'wrong-password' | 'disabled' }

export function createLoginCheck(deps: LoginCheckDeps): LoginCheck {
  const { db, sessions, tries, knownBrowsers, passwords, audit, clock, log } = deps

  async function judge({ login, password }: Login, { address, pass }: Caller): Promise<Judged> {
    const account = await db
      .selectFrom('console_account')
      .selectAll()
      .where('login', '=', login)
      .executeTakeFirst()
    const stored = account?.password_hash ?? null
    const guesser = { address, browser: pass === null ? null : knownBrowsers.idOf(pass, login, stored ?? '') }
    const verdict = await passwords.verify(password, stored, await tries.count(login, guesser))
    if (verdict === 'busy') {
      await tries.takeBack(login, guesser)
      throw busy()
    }
    // What is no login of ours may be a password in the wrong field: it is not kept.
    if (!account) return { isRight: false, by: '-', outcome: 'unknown-login' }
    if (verdict === 'wrong') {
      if (await tries.countWrong(login)) await reportAttack(login)
      return { isRight: false, by: login, outcome: 'wrong-password' }
    }
    if (account.disabled) return { isRight: false, by: login, outcome: 'disabled' }
    await tries.forgive(login, guesser)
    return { isRight: true, account }
  }

  /** The log names nobody: which login it is stands on the audit trail. */
  async function reportAttack(login: string): Promise<void> {
    log.warn({}, 'login.under_attack')
    await audit.record({ by: '-', action: 'login.under_attack', subject: login, outcome: 'wrong-password' })
  }

  return {
    async logIn(given, caller) {
      const judged = await judge(given, caller)
      const line = { action: 'login', subject: caller.address || null } as const
      if (!judged.isRight) {
        const { by, outcome } = judged
        await audit.record({ ...line, by, outcome })
        throw new ConsoleRefusal('credentials_wrong')
      }
      const { login, name, role, media_codes, password_hash } = judged.account
      const token = await db.transaction().execute(async (trx) => {
        // The password took a while to check: the account may be disabled, or have another one, by now.
        const account = await trx
          .updateTable('console_account')
          .set({ last_login_at: clock() })
          .where('login', '=', login)
          .where('password_hash', '=', password_hash)
          .where('disabled', '=', false)
          .returning('login')
          .executeTakeFirst()
        const opened = account ? await sessions.open(trx, login) : null
        await audit.recordIn(trx, { ...line, by: login, outcome: opened ? 'done' : 'changed-meanwhile' })
        return opened
      })
      if (token === null) throw new ConsoleRefusal('credentials_wrong')
      const me = { login, name, role, mediaCodes: readMediaCodes(media_codes) }
      return { me, token, pass: knownBrowsers.issue(login, password_hash) }
    },

    async isOwner(given, caller) {
      return (await judge(given, caller)).isRight
    },
  }
}

function busy(): ConsoleRefusal {
  return new ConsoleRefusal('too_many_requests', {
    message: '로그인이 몰려 비밀번호를 확인하지 못했습니다. 안내된 시간이 지난 뒤 다시 시도해 주세요.',
    details: { retryAfterS: BUSY_RETRY_S },
  })
}
