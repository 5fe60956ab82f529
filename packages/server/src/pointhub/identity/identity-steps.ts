import type { IdentityView, StartIdentity } from '@pointpay/contracts'
import { sql } from 'kysely'
import type { Clock, PointhubDb } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { Person } from '../provider/point-provider.ts'
import { within } from '../provider/within.ts'
import type { Sealer } from '../sealed.ts'
import { maskPhone } from '../session/mask.ts'
import type { IdentityRow, SessionRow } from '../tables.ts'
import type { IdentityCheck } from './identity-check.ts'

const CODE_LIFE_MS = 3 * 60_000
const RESEND_AFTER_MS = 30_000
const MAX_TRIES = 5
const LOCK_MS = 10 * 60_000
const MAX_SENDS = 5
const SENDS_WINDOW_MS = 10 * 60_000
const SEND_TIMEOUT_MS = 5_000

export interface IdentitySteps {
  /** Sends a code. @throws {Refusal} `identity_locked`, `identity_too_soon`, `identity_too_often`, `provider_unavailable` */
  start(session: SessionRow, given: StartIdentity): Promise<void>
  /** @throws {Refusal} `identity_needed`, `identity_locked`, `identity_code_wrong`, `identity_code_expired` */
  confirm(session: SessionRow, code: string): Promise<Person>
  view(session: SessionRow): Promise<IdentityView>
}

export function createIdentitySteps(
  db: PointhubDb,
  check: IdentityCheck,
  sealer: Sealer,
  clock: Clock,
): IdentitySteps {
  const underWay = (session: SessionRow) =>
    db.selectFrom('pointhub_identity').selectAll().where('session_id', '=', session.id).executeTakeFirst()

  const triesOf = (phoneHash: string) =>
    db
      .selectFrom('pointhub_phone_tries')
      .selectAll()
      .where('phone_hash', '=', phoneHash)
      .where('window_ends_at', '>', clock())
      .executeTakeFirst()

  async function refuseWhileLocked(phoneHash: string): Promise<void> {
    const tries = await triesOf(phoneHash)
    if (tries?.locked_until) throw locked(tries.locked_until)
  }

  /**
   * Counts a try before it is made, so that however many arrive at once, no more than {@link MAX_TRIES} are compared.
   * @returns the number of this try
   */
  async function countTry(phoneHash: string): Promise<number> {
    const now = clock()
    const windowEnd = new Date(now.getTime() + LOCK_MS)
    const counted = await db
      .insertInto('pointhub_phone_tries')
      .values({ phone_hash: phoneHash, tries: 1, window_ends_at: windowEnd, locked_until: null })
      .onConflict((conflict) =>
        conflict
          .column('phone_hash')
          .doUpdateSet({
            tries: sql`case when pointhub_phone_tries.window_ends_at <= ${now} then 1 else pointhub_phone_tries.tries + 1 end`,
            window_ends_at: sql`case when pointhub_phone_tries.window_ends_at <= ${now} then excluded.window_ends_at else pointhub_phone_tries.window_ends_at end`,
            locked_until: null,
          })
          .where((eb) =>
            eb.or([
              eb('pointhub_phone_tries.window_ends_at', '<=', now),
              eb('pointhub_phone_tries.tries', '<', MAX_TRIES),
            ]),
          ),
      )
      .returning('tries')
      .executeTakeFirst()
    if (counted) return counted.tries
    await refuseWhileLocked(phoneHash)
    throw locked(windowEnd)
  }

  /** Counted before it is sent, as tries are. One that the service did not send counts too: it may have. */
  async function countSend(phoneHash: string): Promise<void> {
    const now = clock()
    const sends = sql.ref('pointhub_phone_sends.sends')
    const isOver = sql<boolean>`pointhub_phone_sends.window_ends_at <= ${now}`
    const counted = await db
      .insertInto('pointhub_phone_sends')
      .values({
        phone_hash: phoneHash,
        sends: 1,
        window_ends_at: new Date(now.getTime() + SENDS_WINDOW_MS),
      })
      .onConflict((conflict) =>
        conflict
          .column('phone_hash')
          .doUpdateSet({
            sends: sql`case when ${isOver} then 1 else ${sends} + 1 end`,
            window_ends_at: sql`case when ${isOver} then excluded.window_ends_at else pointhub_phone_sends.window_ends_at end`,
          })
          .where(sql<boolean>`${isOver} or ${sends} < ${MAX_SENDS}`),
      )
      .returning('sends')
      .executeTakeFirst()
    if (!counted) throw new Refusal('identity_too_often')
  }

  async function lock(phoneHash: string): Promise<Date> {
    const until = new Date(clock().getTime() + LOCK_MS)
    await db
      .updateTable('pointhub_phone_tries')
      .set({ locked_until: until, window_ends_at: until })
      .where('phone_hash', '=', phoneHash)
      .execute()
    return until
  }

  async function forget(row: IdentityRow): Promise<void> {
    await db.deleteFrom('pointhub_identity').where('session_id', '=', row.session_id).execute()
    await db.deleteFrom('pointhub_phone_tries').where('phone_hash', '=', row.phone_hash).execute()
    await db.deleteFrom('pointhub_phone_sends').where('phone_hash', '=', row.phone_hash).execute()
  }

  return {
    async start(session, given) {
      const now = clock()
      const person: Person = { name: given.name, phone: given.phone.replaceAll('-', ''), ci: null }
      const phoneHash = sealer.hash(`phone/${person.phone}`)
      await refuseWhileLocked(phoneHash)
      const before = await underWay(session)
      if (before && before.resend_at > now)
        throw new Refusal('identity_too_soon', { details: { resendAt: before.resend_at.toISOString() } })
      await countSend(phoneHash)
      const { reference } = await within(SEND_TIMEOUT_MS, () => check.send(person)).catch((cause) => {
        throw new Refusal('provider_unavailable', { cause })
      })
      const sent = {
        reference,
        phone_hash: phoneHash,
        person: sealer.seal(person),
        masked_phone: maskPhone(person.phone),
        code_expires_at: new Date(now.getTime() + CODE_LIFE_MS),
        resend_at: new Date(now.getTime() + RESEND_AFTER_MS),
      }
      await db
        .insertInto('pointhub_identity')
        .values({ session_id: session.id, ...sent })
        .onConflict((conflict) => conflict.column('session_id').doUpdateSet(sent))
        .execute()
    },

    async confirm(session, code) {
      const row = await underWay(session)
      if (!row) throw new Refusal('identity_needed')
      await refuseWhileLocked(row.phone_hash)
      if (row.code_expires_at <= clock()) throw new Refusal('identity_code_expired', { field: 'code' })
      const tries = await countTry(row.phone_hash)
      if (await check.matches(row.reference, code)) {
        await forget(row)
        return sealer.open(row.person) as Person
      }
      if (tries >= MAX_TRIES) throw locked(await lock(row.phone_hash))
      throw new Refusal('identity_code_wrong', { field: 'code', details: { triesLeft: MAX_TRIES - tries } })
    },

    async view(session) {
      if (session.identified_at) return { status: 'verified', maskedName: session.masked_name ?? '' }
      const row = await underWay(session)
      if (!row) return { status: 'needed' }
      const tries = await triesOf(row.phone_hash)
      if (tries?.locked_until) return { status: 'locked', until: tries.locked_until.toISOString() }
      return {
        status: 'sent',
        maskedPhone: row.masked_phone,
        codeExpiresAt: row.code_expires_at.toISOString(),
        resendAt: row.resend_at.toISOString(),
        triesLeft: MAX_TRIES - (tries?.tries ?? 0),
        sandboxCode: check.shownCode(row.reference),
      }
    },
  }
}

function locked(until: Date): Refusal {
  return new Refusal('identity_locked', { details: { until: until.toISOString() } })
}
