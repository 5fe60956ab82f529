import { sql } from 'kysely'
import type { Clock, PointhubDb } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { PhoneTriesTable } from '../tables.ts'

/** Wrong codes until the phone is locked. */
export const MAX_TRIES = 5
const LOCK_MS = 10 * 60_000
const MAX_SENDS = 5
const SENDS_WINDOW_MS = 10 * 60_000

/** What may be done with one phone, over all sessions: a new session brings no new guesses, and no new codes without end. */
export interface PhoneLimits {
  /** @throws {Refusal} `identity_locked` */
  refuseWhileLocked(phoneHash: string): Promise<void>
  /** Those that still count; undefined: none. */
  triesOf(phoneHash: string): Promise<PhoneTriesTable | undefined>
  /**
   * Counts a try before it is made, so that however many arrive at once, no more than {@link MAX_TRIES} are compared.
   * @returns the number of this try
   * @throws {Refusal} `identity_locked`
   */
  countTry(phoneHash: string): Promise<number>
  /** Locks the phone; gives what is said of it. */
  lock(phoneHash: string): Promise<Refusal>
  /**
   * Counts a code before it is sent, as tries are. One that the service did not send counts too: it may have.
   * @throws {Refusal} `identity_too_often`
   */
  countSend(phoneHash: string): Promise<void>
  /** Who has shown that the phone is theirs begins anew. */
  forget(phoneHash: string): Promise<void>
}

export function createPhoneLimits(db: PointhubDb, clock: Clock): PhoneLimits {
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

  async function lock(phoneHash: string): Promise<Refusal> {
    const until = new Date(clock().getTime() + LOCK_MS)
    await db
      .updateTable('pointhub_phone_tries')
      .set({ locked_until: until, window_ends_at: until })
      .where('phone_hash', '=', phoneHash)
      .execute()
    return locked(until)
  }

  async function forget(phoneHash: string): Promise<void> {
    await db.deleteFrom('pointhub_phone_tries').where('phone_hash', '=', phoneHash).execute()
    await db.deleteFrom('pointhub_phone_sends').where('phone_hash', '=', phoneHash).execute()
  }

  return { refuseWhileLocked, triesOf, countTry, lock, countSend, forget }
}

function locked(until: Date): Refusal {
  return new Refusal('identity_locked', { details: { until: until.toISOString() } })
}
