import type { SecondFactorOffer } from '@pointpay/contracts'
import type { SecretSealer } from '@pointpay/credit'
import { type Kysely, sql, type Transaction } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import type { Clock, Random } from '../../pointhub/deps.ts'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { ConsoleTables } from '../tables.ts'
import type { Sessions } from './sessions.ts'

/** What every authenticator app makes codes by. RFC 6238's defaults: some apps ignore any other that the address names. */
const codes = { issuer: 'PointPay', algorithm: 'SHA1', digits: 6, period: 30 }
/** Codes of the step before and after count too: a phone's clock may be that much off. */
const STEPS_OFF = 1
const KEY_BYTES = 20

/**
 * Codes of an authenticator app (TOTP, RFC 6238) that a login needs besides its password, for accounts that switched it on. Each
 * code is taken once.
 */
export interface SecondFactor {
  /** @returns a new key, which does nothing until a code of it was confirmed; null: a key is in use already */
  offer(login: string): Promise<SecondFactorOffer | null>
  /** Puts the offered key into use, and ends the account's logins in other browsers than this one's. */
  confirm(login: string, code: string, session: string): Promise<'on' | 'wrong-code' | 'none-offered'>
  /** In the transaction that lets somebody in. `good`: it needs none, or this one was right and never taken before. */
  take(trx: Transaction<ConsoleTables>, login: string, code: string | undefined): Promise<CodeVerdict>
  /** As its owner. */
  end(login: string): Promise<void>
}

/** `unreadable`: the key is sealed with a token key that this service does not have. */
export type CodeVerdict = 'good' | 'missing' | 'wrong' | 'unreadable'

interface SecondFactorDeps {
  db: Kysely<ConsoleTables>
  sealer: SecretSealer
  sessions: Pick<Sessions, 'endOthers'>
  audit: AuditTrail
  clock: Clock
  random: Random
}

export function createSecondFactor(deps: SecondFactorDeps): SecondFactor {
  const { db, sealer, sessions, audit, clock, random } = deps

  /** @returns the step that the code is of; null: of none that counts now */
  function stepOf(key: string, code: string): number | null {
    const totp = new TOTP({ ...codes, secret: Secret.fromBase32(key) })
    const timestamp = clock().getTime()
    const off = totp.validate({ token: code, timestamp, window: STEPS_OFF })
    return off === null ? null : totp.counter({ timestamp }) + off
  }

  return {
    async offer(login) {
      const secret = new Secret({ buffer: Uint8Array.from(random(KEY_BYTES)).buffer })
      const sealed = sealer.seal(secret.base32, keyContext(login))
      return db.transaction().execute(async (trx) => {
        const offered = await trx
          .insertInto('console_second_factor')
          .values({ login, sealed, last_step: 0 })
          .onConflict((conflict) =>
            conflict
              .column('login')
              .doUpdateSet({ sealed, last_step: 0 })
              .where('console_second_factor.confirmed_at', 'is', null),
          )
          .returning('login')
          .executeTakeFirst()
        if (!offered) return null
        await audit.recordIn(trx, {
          by: login,
          action: 'second-factor.offer',
          subject: login,
          outcome: 'done',
        })
        return { key: secret.base32, uri: new TOTP({ ...codes, label: login, secret }).toString() }
      })
    },

    async confirm(login, code, session) {
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('console_second_factor')
          .select('sealed')
          .where('login', '=', login)
          .where('confirmed_at', 'is', null)
          .forUpdate()
          .executeTakeFirst()
        if (!row) return 'none-offered'
        const step = stepOf(sealer.open(row.sealed, keyContext(login)), code)
        const line = { by: login, action: 'second-factor.on', subject: login } as const
        if (step === null) {
          await audit.recordIn(trx, { ...line, outcome: 'wrong-code' })
          return 'wrong-code'
        }
        await trx
          .updateTable('console_second_factor')
          .set({ confirmed_at: clock(), last_step: step })
          .where('login', '=', login)
          .execute()
        await sessions.endOthers(trx, login, session)
        await audit.recordIn(trx, { ...line, outcome: 'done' })
        return 'on'
      })
    },

    async take(trx, login, code) {
      const row = await trx
        .selectFrom('console_second_factor')
        .select(['sealed', 'last_step'])
        .where('login', '=', login)
        .where('confirmed_at', 'is not', null)
        .forUpdate()
        .executeTakeFirst()
      if (!row) return 'good'
      if (code === undefined) return 'missing'
      if (!sealer.hasKeyOf(row.sealed)) return 'unreadable'
      const step = stepOf(sealer.open(row.sealed, keyContext(login)), code)
      if (step === null || step <= row.last_step) return 'wrong'
      await trx
        .updateTable('console_second_factor')
        .set({ last_step: step })
        .where('login', '=', login)
        .execute()
      return 'good'
    },

    async end(login) {
      await db.transaction().execute(async (trx) => {
        await endSecondFactor(trx, login)
        await audit.recordIn(trx, { by: login, action: 'second-factor.off', subject: login, outcome: 'done' })
      })
    },
  }
}

/** In the transaction that records it. */
export async function endSecondFactor(trx: Transaction<ConsoleTables>, login: string): Promise<void> {
  await trx.deleteFrom('console_second_factor').where('login', '=', login).execute()
}

/** Whether the account of this column's login has a second factor in use. */
export const hasSecondFactor = (loginColumn: string) =>
  sql<boolean>`exists (
    select from console_second_factor f where f.login = ${sql.ref(loginColumn)} and f.confirmed_at is not null
  )`.as('second_factor')

const keyContext = (login: string) => `console second factor of ${login}`
