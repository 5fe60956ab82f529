import {
  type AccountChange,
  type AccountView,
  type MediaCode,
  type NewAccount,
  newAccountSchema,
} from '@pointpay/contracts'
import type { Kysely, Selectable } from 'kysely'
import type { MediaStore } from '../../media/media-store.ts'
import type { Clock, Random } from '../../pointhub/deps.ts'
import type { AccountTable, ConsoleTables } from '../tables.ts'
import { hashPassword } from './passwords.ts'

/** The console's accounts, for its API, the `pointpay` command and the demo. */
export interface Accounts {
  add(account: NewAccount): Promise<AccountResult>
  change(login: string, change: AccountChange): Promise<AccountResult>
  /** Adds the account unless there is one of this login, which stays as it is. */
  ensureAccount(account: NewAccount): Promise<AccountResult>
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
  clock: Clock
  random: Random
}

export function createAccounts({ db, media, clock, random }: AccountDeps): Accounts {
  async function unknownMedia(codes: readonly MediaCode[]): Promise<AccountResult | null> {
    const known = new Set((await media.list(codes)).map(({ code }) => code))
    const mediaCode = codes.find((code) => !known.has(code))
    return mediaCode === undefined ? null : { kind: 'media-unknown', mediaCode }
  }

  const byLogin = (login: string) =>
    db.selectFrom('console_account').selectAll().where('login', '=', login).executeTakeFirst()

  const accounts: Accounts = {
    async add(given) {
      const parsed = newAccountSchema.safeParse(given)
      if (!parsed.success) return { kind: 'invalid', field: String(parsed.error.issues[0]?.path[0] ?? '') }
      const account = parsed.data
      const problem = await unknownMedia(account.mediaCodes)
      if (problem) return problem
      const row = await db
        .insertInto('console_account')
        .values({
          login: account.login,
          name: account.name,
          role: account.role,
          media_codes: account.role === 'operator' ? [] : account.mediaCodes,
          password_hash: await hashPassword(account.password, random),
          last_login_at: null,
          created_at: clock(),
        })
        .onConflict((conflict) => conflict.column('login').doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? { kind: 'done', account: present(row) } : { kind: 'exists' }
    },

    async change(login, { name, mediaCodes, password, disabled }) {
      const before = await byLogin(login)
      if (!before) return { kind: 'not-found' }
      const problem = await unknownMedia(mediaCodes ?? [])
      if (problem) return problem
      const columns = {
        ...(name === undefined ? {} : { name }),
        ...(mediaCodes === undefined || before.role === 'operator' ? {} : { media_codes: mediaCodes }),
        ...(password === undefined ? {} : { password_hash: await hashPassword(password, random) }),
        ...(disabled === undefined ? {} : { disabled }),
      }
      if (Object.keys(columns).length === 0) return { kind: 'done', account: present(before) }
      const row = await db.transaction().execute(async (trx) => {
        // Whoever knew the old password, or was let in before, is out.
        if (password !== undefined || disabled === true)
          await trx.deleteFrom('console_session').where('login', '=', login).execute()
        return trx
          .updateTable('console_account')
          .set(columns)
          .where('login', '=', login)
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      return { kind: 'done', account: present(row) }
    },

    async ensureAccount(account) {
      const before = await byLogin(account.login)
      return before ? { kind: 'exists' } : accounts.add(account)
    },

    async list() {
      return (await db.selectFrom('console_account').selectAll().orderBy('login').execute()).map(present)
    },
  }
  return accounts
}

function present(row: Selectable<AccountTable>): AccountView {
  return {
    login: row.login,
    name: row.name,
    role: row.role,
    mediaCodes: row.media_codes as MediaCode[],
    disabled: row.disabled,
    lastLoginAt: row.last_login_at?.toISOString() ?? null,
  }
}
