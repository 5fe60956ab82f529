import { createHmac } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../pointhub/deps.ts'
import { derivedKey } from '../../pointhub/derived-key.ts'
import { networkOf } from '../../http/client-address.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { ConsoleTables } from '../tables.ts'

/** Tries in a window of {@link WINDOW_MS}, over all processes. */
const defaultLimits = {
  /** A person who mistypes. */
  loginFromAddress: 5,
  /** Guesses at one login from many addresses; high enough that keeping its owner out takes a botnet. */
  login: 50,
  /** Guesses at many logins from one address, which may be a whole office. */
  address: 30,
}
const WINDOW_MS = 15 * 60_000

export type LoginLimits = typeof defaultLimits

export interface LoginTries {
  /** Counts a try before it is judged, so that tries at once do not slip through. @throws {ConsoleRefusal} `too_many_requests` */
  count(login: string, address: string): Promise<void>
  /** The try was good and counts no more. */
  forgive(login: string, address: string): Promise<void>
  sweep(): Promise<void>
}

export function createLoginTries(
  db: Kysely<ConsoleTables>,
  clock: Clock,
  secret: string,
  changed: Partial<LoginLimits> = {},
): LoginTries {
  const limits: LoginLimits = { ...defaultLimits, ...changed }
  const key = derivedKey(secret, 'console-login-tries')
  // Hashed: people type passwords into the wrong field.
  const keyed = (...parts: string[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')
  const keysOf = (login: string, address: string) => ({
    loginFromAddress: keyed('login-from-address', login, networkOf(address)),
    login: keyed('login', login),
    address: keyed('address', networkOf(address)),
  })

  return {
    async count(login, address) {
      const now = clock()
      for (const [kind, triesKey] of Object.entries(keysOf(login, address))) {
        const { rows } = await sql<{ tries: number; window_ends_at: Date }>`
          insert into console_login_tries as t (key, tries, window_ends_at)
          values (${triesKey}, 1, ${new Date(now.getTime() + WINDOW_MS)})
          on conflict (key) do update set
            tries = case when t.window_ends_at <= ${now} then 1 else least(t.tries, 1000) + 1 end,
            window_ends_at = case when t.window_ends_at <= ${now} then excluded.window_ends_at else t.window_ends_at end
          returning tries, window_ends_at`.execute(db)
        const counted = rows[0]!
        if (counted.tries > limits[kind as keyof LoginLimits])
          throw new ConsoleRefusal('too_many_requests', {
            details: { retryAfterS: Math.ceil((counted.window_ends_at.getTime() - now.getTime()) / 1_000) },
          })
      }
    },

    async forgive(login, address) {
      const keys = keysOf(login, address)
      await db.deleteFrom('console_login_tries').where('key', '=', keys.loginFromAddress).execute()
      // Not wiped: somebody with an account of their own must not win new guesses at others' by logging in between.
      await db
        .updateTable('console_login_tries')
        .set({ tries: sql`greatest(tries - 1, 0)` })
        .where('key', 'in', [keys.login, keys.address])
        .execute()
    },

    async sweep() {
      await db.deleteFrom('console_login_tries').where('window_ends_at', '<=', clock()).execute()
    },
  }
}
