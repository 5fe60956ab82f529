import type { Login, Me } from '@pointpay/contracts'
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Clock, Log } from '../../pointhub/deps.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { AccountTable, ConsoleTables } from '../tables.ts'
import type { KnownBrowsers } from './known-browsers.ts'
import type { Guesser, LoginTries } from './login-tries.ts'
import { readMediaCodes } from './media-codes.ts'
import { BUSY_RETRY_S, type Passwords } from './passwords.ts'
import { type CodeVerdict, hasSecondFactor, type SecondFactor } from './second-factor.ts'
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
   * @throws {ConsoleRefusal} `credentials_wrong`, `code_needed`, `too_many_requests`
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
  secondFactor: Pick<SecondFactor, 'take'>
  passwords: Passwords
  audit: AuditTrail
  clock: Clock
  log: Log
}

type Judged =
  | { isRight: true; account: Selectable<AccountTable>; guesser: Guesser }
  | { isRight: false; by: string; outcome: 'unknown-login' | 'wrong-password' | 'disabled' }

export function createLoginCheck(deps: LoginCheckDeps): LoginCheck {
  const { db, sessions, tries, knownBrowsers, secondFactor, passwords, audit, clock, log } = deps

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
      if (await tries.countWrong(login)) await reportAttack(login, 'wrong-password')
      return { isRight: false, by: login, outcome: 'wrong-password' }
    }
    if (account.disabled) return { isRight: false, by: login, outcome: 'disabled' }
    await tries.forgive(login, guesser)
    return { isRight: true, account, guesser }
  }

  /** @throws {ConsoleRefusal} `too_many_requests` */
  async function countCode(login: string, guesser: Guesser): Promise<void> {
    const tooMany = await tries.countCode(login, guesser)
    if (!tooMany) return
    if (tooMany.isFirst) await reportAttack(login, 'wrong-code')
    throw new ConsoleRefusal('too_many_requests', { details: { retryAfterS: tooMany.retryAfterS } })
  }

  /** The log names nobody: which login it is stands on the audit trail. */
  async function reportAttack(login: string, outcome: 'wrong-password' | 'wrong-code'): Promise<void> {
    log.warn({ outcome }, 'login.under_attack')
    await audit.record({ by: '-', action: 'login.under_attack', subject: login, outcome })
  }

  async function open(
    trx: Transaction<ConsoleTables>,
    { login, password_hash }: Selectable<AccountTable>,
    code: string | undefined,
  ): Promise<Entry> {
    // The password took a while to check: the account may be disabled, or have another one, by now.
    const account = await trx
      .selectFrom('console_account')
      .select(['login', hasSecondFactor('console_account.login')])
      .where('login', '=', login)
      .where('password_hash', '=', password_hash)
      .where('disabled', '=', false)
      .forUpdate()
      .executeTakeFirst()
    if (!account) return { outcome: 'changed-meanwhile' }
    const verdict = await secondFactor.take(trx, login, code)
    if (verdict !== 'good') return { outcome: `code-${verdict}` }
    await trx
      .updateTable('console_account')
      .set({ last_login_at: clock() })
      .where('login', '=', login)
      .execute()
    return { outcome: 'done', token: await sessions.open(trx, login), secondFactor: account.second_factor }
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
      const { account, guesser } = judged
      const { login, name, role, media_codes, password_hash } = account
      if (given.code !== undefined) await countCode(login, guesser)
      const entry = await db.transaction().execute(async (trx) => {
        const opened = await open(trx, account, given.code)
        await audit.recordIn(trx, { ...line, by: login, outcome: opened.outcome })
        return opened
      })
      if (entry.outcome !== 'done') throw refusalOf(entry.outcome)
      if (given.code !== undefined) await tries.forgiveCodes(login, guesser)
      const { token, secondFactor: isOn } = entry
      const me = { login, name, role, mediaCodes: readMediaCodes(media_codes), secondFactor: isOn }
      return { me, token, pass: knownBrowsers.issue(login, password_hash) }
    },

    async isOwner(given, caller) {
      return (await judge(given, caller)).isRight
    },
  }
}

type Entry =
  | { outcome: 'done'; token: string; secondFactor: boolean }
  | { outcome: 'changed-meanwhile' | `code-${Exclude<CodeVerdict, 'good'>}` }

function refusalOf(outcome: Exclude<Entry['outcome'], 'done'>): ConsoleRefusal {
  switch (outcome) {
    case 'changed-meanwhile':
      return new ConsoleRefusal('credentials_wrong')
    case 'code-missing':
      return new ConsoleRefusal('code_needed', { field: 'code' })
    case 'code-wrong':
      return new ConsoleRefusal('credentials_wrong', { field: 'code', message: CODE_WRONG })
    case 'code-unreadable':
      return new ConsoleRefusal('internal', {
        message: CODE_UNREADABLE,
        cause: new Error('The second factor’s token key is missing'),
      })
  }
}

export const CODE_WRONG =
  '인증 코드가 맞지 않거나 이미 쓴 코드입니다. 인증 앱에 지금 보이는 여섯 자리를 입력해 주세요. 계속 안 되면 휴대폰의 시각이 자동으로 맞춰지는지 확인해 주세요.'
const CODE_UNREADABLE =
  '2단계 인증을 확인할 수 없어 로그인하지 않았습니다. 서버 관리자에게 이전 토큰 키를 설정에 다시 넣거나 이 계정의 2단계 인증을 꺼 달라고 요청해 주세요.'

function busy(): ConsoleRefusal {
  return new ConsoleRefusal('too_many_requests', {
    message: '로그인이 몰려 비밀번호를 확인하지 못했습니다. 안내된 시간이 지난 뒤 다시 시도해 주세요.',
    details: { retryAfterS: BUSY_RETRY_S },
  })
}
