import {
  type AccountChange,
  accountChangeSchema,
  type AccountView,
  type MediaCode,
  type NewAccount,
  newAccountSchema,
} from '@pointpay/contracts'
import type { Kysely, Selectable } from 'kysely'
import type * as z from 'zod/mini'
import type { MediaStore } from '../../media/media-store.ts'
import type { Clock } from '../../pointhub/deps.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import { changesBetween } from '../audit/changes.ts'
import type { AccountTable, ConsoleTables } from '../tables.ts'
import { readMediaCodes } from './media-codes.ts'
import type { Passwords } from './passwords.ts'
import { endSecondFactor, hasSecondFactor } from './second-factor.ts'

/** The console's accounts, for its API, the `pointpay` command and the demo. `by`: who does it, for the audit trail. */
export interface Accounts {
  add(account: NewAccount, by: string): Promise<AccountResult>
  change(login: string, change: Omit<AccountChange, 'yourPassword'>, by: string): Promise<AccountResult>
  /** Adds the account unless there is one of this login, which stays as it is. */
  ensureAccount(account: NewAccount, by: string): Promise<AccountResult>
  list(): Promise<AccountView[]>
}

export type AccountResult =
  | { kind: 'done'; account: AccountView }
  | { kind: 'exists' }
  | { kind: 'not-found' }
  | { kind: 'invalid'; field: string }
  | { kind: 'media-unknown'; mediaCode: MediaCode }

interface AccountDeps {
  db: Kysely<ConsoleTables>
  media: MediaStore
  passwords: Passwords
  audit: AuditTrail
  clock: Clock
}

export function createAccounts({ db, media, passwords, audit, clock }: AccountDeps): Accounts {
  async function unknownMedia(codes: readonly MediaCode[]): Promise<AccountResult | null> {
    const known = new Set((await media.list(codes)).map(({ code }) => code))
    const mediaCode = codes.find((code) => !known.has(code))
    return mediaCode === undefined ? null : { kind: 'media-unknown', mediaCode }
  }

  async function add(account: NewAccount, by: string): Promise<AccountResult> {
    const problem = await unknownMedia(account.mediaCodes)
    if (problem) return problem
    const row = {
      login: account.login,
      name: account.name,
      role: account.role,
      media_codes: account.role === 'operator' ? [] : account.mediaCodes,
      password_hash: await passwords.hash(account.password),
      last_login_at: null,
      created_at: clock(),
    }
    return db.transaction().execute(async (trx) => {
      const added = await trx
        .insertInto('console_account')
        .values(row)
        .onConflict((conflict) => conflict.column('login').doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!added) return { kind: 'exists' }
      const withoutFactor = { ...added, second_factor: false }
      const changes = changesBetween(null, settingsOf(withoutFactor), ['password'])
      await audit.recordIn(trx, { by, action: 'account.add', subject: added.login, outcome: 'done', changes })
      return { kind: 'done', account: present(withoutFactor) }
    })
  }

  async function change(
    login: string,
    { name, mediaCodes, password, disabled, secondFactor: isOn }: Omit<AccountChange, 'yourPassword'>,
    by: string,
  ): Promise<AccountResult> {
    const problem = await unknownMedia(mediaCodes ?? [])
    if (problem) return problem
    const password_hash = password === undefined ? undefined : await passwords.hash(password)
    return db.transaction().execute(async (trx) => {
      const before = await trx
        .selectFrom('console_account')
        .selectAll()
        .select(hasSecondFactor('console_account.login'))
        .where('login', '=', login)
        .forUpdate()
        .executeTakeFirst()
      if (!before) return { kind: 'not-found' }
      // Whoever knew the old password, or was let in before, is out.
      if (password_hash !== undefined || disabled === true)
        await trx.deleteFrom('console_session').where('login', '=', login).execute()
      const next = {
        name: name ?? before.name,
        media_codes: before.role === 'operator' ? before.media_codes : (mediaCodes ?? before.media_codes),
        password_hash: password_hash ?? before.password_hash,
        disabled: disabled ?? before.disabled,
      }
      await trx.updateTable('console_account').set(next).where('login', '=', login).execute()
      if (isOn === false) await endSecondFactor(trx, login)
      const after = { ...before, ...next, second_factor: before.second_factor && isOn !== false }
      const secrets = password_hash === undefined ? [] : ['password']
      const changes = changesBetween(settingsOf(before), settingsOf(after), secrets)
      await audit.recordIn(trx, { by, action: 'account.change', subject: login, outcome: 'done', changes })
      return { kind: 'done', account: present(after) }
    })
  }

  /** What was not done is on the trail too. */
  async function recorded(
    result: AccountResult,
    line: { by: string; action: 'account.add' | 'account.change'; subject: string },
  ): Promise<AccountResult> {
    if (result.kind !== 'done') await audit.record({ ...line, outcome: result.kind })
    return result
  }

  const accounts: Accounts = {
    async add(given, by) {
      const parsed = newAccountSchema.safeParse(given)
      if (!parsed.success) return invalid(parsed.error)
      const { login } = parsed.data
      return recorded(await add(parsed.data, by), { by, action: 'account.add', subject: login })
    },

    async change(login, given, by) {
      const parsed = accountChangeSchema.safeParse(given)
      if (!parsed.success) return invalid(parsed.error)
      return recorded(await change(login, parsed.data, by), { by, action: 'account.change', subject: login })
    },

    async ensureAccount(account, by) {
      const before = await db
        .selectFrom('console_account')
        .select('login')
        .where('login', '=', account.login)
        .executeTakeFirst()
      return before ? { kind: 'exists' } : accounts.add(account, by)
    },

    async list() {
      const rows = await db
        .selectFrom('console_account')
        .selectAll()
        .select(hasSecondFactor('console_account.login'))
        .orderBy('login')
        .execute()
      return rows.map(present)
    },
  }
  return accounts
}

function invalid({ issues }: z.core.$ZodError): AccountResult {
  return { kind: 'invalid', field: String(issues[0]?.path[0] ?? '') }
}

/** What the audit trail tells of an account. */
function settingsOf({ name, role, media_codes, disabled, second_factor }: AccountRow) {
  return { name, role, mediaCodes: media_codes, disabled, secondFactor: second_factor }
}

type AccountRow = Selectable<AccountTable> & { second_factor: boolean }

function present(row: AccountRow): AccountView {
  return {
    login: row.login,
    name: row.name,
    role: row.role,
    mediaCodes: readMediaCodes(row.media_codes),
    secondFactor: row.second_factor,
    disabled: row.disabled,
    lastLoginAt: row.last_login_at?.toISOString() ?? null,
  }
}
