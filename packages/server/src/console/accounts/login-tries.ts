import { createHmac } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Clock } from '../../pointhub/deps.ts'
import { derivedKey, type Secrets } from '../../kernel/secrets.ts'
import { networkOf } from '../../http/client-address.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { ConsoleTables } from '../tables.ts'

/**
 * Tries in a window of {@link WINDOW_MS}, over all processes. None of passwords is for a login alone: who guesses at it from many
 * networks would keep its owner out.
 */
const defaultLimits = {
  /** A person who mistypes. */
  loginFromNetwork: 5,
  /** Guesses at many logins from one network, which may be a whole office. */
  network: 30,
  /** In a browser that came in as this login before. Behind it, the browser counts as a stranger. */
  knownBrowser: 10,
  /** Codes for one login, by who knows its password: in a browser that is known, and in all others together. */
  codes: 10,
  /** Wrong passwords for one login, from wherever, that people are told of. Nobody is held up by them. */
  attack: 50,
}
const WINDOW_MS = 15 * 60_000

export type LoginLimits = typeof defaultLimits

export interface Guesser {
  address: string
  /** The id of a browser that came in as this login before. */
  browser: string | null
}

export interface LoginTries {
  /**
   * Counts a try before it is judged, so that tries at once do not slip through.
   * @returns whether it counts as one of a known browser
   * @throws {ConsoleRefusal} `too_many_requests`
   */
  count(login: string, guesser: Guesser): Promise<'known' | 'stranger'>
  /** The try was good: those before it were the owner's. */
  forgive(login: string, guesser: Guesser): Promise<void>
  /** The try was not judged. */
  takeBack(login: string, guesser: Guesser): Promise<void>
  /**
   * Counts a code before it is judged. `isFirst`: the first in a window that is too many.
   * @returns null: it may be judged
   */
  countCode(login: string, guesser: Guesser): Promise<{ retryAfterS: number; isFirst: boolean } | null>
  /** The code was good. */
  forgiveCodes(login: string, guesser: Guesser): Promise<void>
  /** @returns whether this wrong password makes it an attack on the login: once in a window */
  countWrong(login: string): Promise<boolean>
  sweep(): Promise<void>
}

export function createLoginTries(
  db: Kysely<ConsoleTables>,
  clock: Clock,
  secrets: Secrets,
  changed: Partial<LoginLimits> = {},
): LoginTries {
  const limits: LoginLimits = { ...defaultLimits, ...changed }
  const key = derivedKey(secrets, 'console-login-tries')
  // Hashed: people type passwords into the wrong field.
  const keyed = (...parts: string[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')
  const keysOf = (login: string, { address, browser }: Guesser) => ({
    loginFromNetwork: keyed('login-from-network', login, networkOf(address)),
    network: keyed('network', networkOf(address)),
    knownBrowser: keyed('known-browser', browser ?? ''),
    codes: browser === null ? keyed('codes', login) : keyed('codes-known-browser', browser),
  })

  async function countOne(triesKey: string): Promise<{ tries: number; retryAfterS: number }> {
    const now = clock()
    const { rows } = await sql<{ tries: number; window_ends_at: Date }>`
      insert into console_login_tries as t (key, tries, window_ends_at)
      values (${triesKey}, 1, ${new Date(now.getTime() + WINDOW_MS)})
      on conflict (key) do update set
        tries = case when t.window_ends_at <= ${now} then 1 else least(t.tries, 1000) + 1 end,
        window_ends_at = case when t.window_ends_at <= ${now} then excluded.window_ends_at else t.window_ends_at end
      returning tries, window_ends_at`.execute(db)
    const { tries, window_ends_at } = rows[0]!
    return { tries, retryAfterS: Math.ceil((window_ends_at.getTime() - now.getTime()) / 1_000) }
  }

  async function lower(triesKeys: string[]): Promise<void> {
    await db
      .updateTable('console_login_tries')
      .set({ tries: sql`greatest(tries - 1, 0)` })
      .where('key', 'in', triesKeys)
      .execute()
  }

  return {
    async count(login, guesser) {
      const keys = keysOf(login, guesser)
      if (guesser.browser !== null) {
        const { tries } = await countOne(keys.knownBrowser)
        if (tries <= limits.knownBrowser) return 'known'
      }
      for (const kind of ['loginFromNetwork', 'network'] as const) {
        const { tries, retryAfterS } = await countOne(keys[kind])
        if (tries > limits[kind]) throw new ConsoleRefusal('too_many_requests', { details: { retryAfterS } })
      }
      return 'stranger'
    },

    async forgive(login, guesser) {
      const keys = keysOf(login, guesser)
      await db
        .deleteFrom('console_login_tries')
        .where('key', 'in', [keys.loginFromNetwork, keys.knownBrowser])
        .execute()
      // Not wiped: somebody with an account of their own must not win new guesses at others' by logging in between.
      if (guesser.browser === null) await lower([keys.network])
    },

    async takeBack(login, guesser) {
      const { knownBrowser, loginFromNetwork, network } = keysOf(login, guesser)
      await lower(guesser.browser === null ? [loginFromNetwork, network] : [knownBrowser])
    },

    async countCode(login, guesser) {
      const { tries, retryAfterS } = await countOne(keysOf(login, guesser).codes)
      return tries > limits.codes ? { retryAfterS, isFirst: tries === limits.codes + 1 } : null
    },

    async forgiveCodes(login, guesser) {
      await db.deleteFrom('console_login_tries').where('key', '=', keysOf(login, guesser).codes).execute()
    },

    async countWrong(login) {
      return (await countOne(keyed('wrong', login))).tries === limits.attack
    },

    async sweep() {
      await db.deleteFrom('console_login_tries').where('window_ends_at', '<=', clock()).execute()
    },
  }
}
