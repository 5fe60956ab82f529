import { createHash } from 'node:crypto'
import type { Me } from '@pointpay/contracts'
import type { Kysely, Transaction } from 'kysely'
import type { Clock, Random } from '../../pointhub/deps.ts'
import type { ConsoleTables } from '../tables.ts'
import { readMediaCodes } from './media-codes.ts'
import { hasSecondFactor } from './second-factor.ts'

/** A day's work at a counter, with its lunch break, goes through; a forgotten browser does not stay open overnight. */
const IDLE_MS = 2 * 3_600_000
const LIFE_MS = 12 * 3_600_000
/** `seen_at` is written no oftener. */
const TOUCH_MS = 60_000

/** Who is logged in, by the browser's cookie. The account is read at each call: a change of it bites at once. */
export interface Sessions {
  /** In the transaction that makes sure that the account may still come in. @returns the browser's cookie */
  open(trx: Transaction<ConsoleTables>, login: string): Promise<string>
  /** `touch: false`: nobody did anything, a page is merely open; the session's idle time goes on. */
  who(token: string, options?: { touch: boolean }): Promise<Me | null>
  end(token: string): Promise<void>
  /** Ends all of an account but this browser's. */
  endOthers(trx: Transaction<ConsoleTables>, login: string, token: string): Promise<void>
  /** Forgets those that are over. */
  sweep(): Promise<void>
}

export function createSessions(db: Kysely<ConsoleTables>, clock: Clock, random: Random): Sessions {
  const idleSince = () => new Date(clock().getTime() - IDLE_MS)
  const bornSince = () => new Date(clock().getTime() - LIFE_MS)

  return {
    async open(trx, login) {
      const token = Buffer.from(random(32)).toString('base64url')
      const now = clock()
      await trx
        .insertInto('console_session')
        .values({ token_hash: hash(token), login, created_at: now, seen_at: now })
        .execute()
      return token
    },

    async who(token, { touch } = { touch: true }) {
      const found = await db
        .selectFrom('console_session as session')
        .innerJoin('console_account as account', 'account.login', 'session.login')
        .select(['account.login', 'name', 'role', 'media_codes', 'seen_at', hasSecondFactor('account.login')])
        .where('token_hash', '=', hash(token))
        .where('seen_at', '>', idleSince())
        .where('session.created_at', '>', bornSince())
        .where('disabled', '=', false)
        .executeTakeFirst()
      if (!found) return null
      const now = clock()
      if (touch && now.getTime() - found.seen_at.getTime() >= TOUCH_MS)
        await db
          .updateTable('console_session')
          .set({ seen_at: now })
          .where('token_hash', '=', hash(token))
          .execute()
      const { login, name, role, media_codes, second_factor } = found
      return { login, name, role, mediaCodes: readMediaCodes(media_codes), secondFactor: second_factor }
    },

    async end(token) {
      await db.deleteFrom('console_session').where('token_hash', '=', hash(token)).execute()
    },

    async endOthers(trx, login, token) {
      await trx
        .deleteFrom('console_session')
        .where('login', '=', login)
        .where('token_hash', '<>', hash(token))
        .execute()
    },

    async sweep() {
      await db
        .deleteFrom('console_session')
        .where((eb) => eb.or([eb('seen_at', '<=', idleSince()), eb('created_at', '<=', bornSince())]))
        .execute()
    },
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
