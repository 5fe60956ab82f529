import { sql } from 'kysely'
import type { Clock, PointhubDb } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { PhoneTriesTable } from '../tables.ts'

/** Wrong codes until the phone is locked. */
export const MAX_TRIES = 5
const MAX_SENDS = 5
/** Of counting either, and of a lock. */
const WINDOW_MS = 10 * 60_000

/** What the codes sent to a phone are counted under. */
const sendsOf = (phoneHash: string) => `${phoneHash}/sends`

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
  const windowEnd = () => new Date(clock().getTime() + WINDOW_MS)

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

  /** Counts one more in a window of its key's own; null: there were `most` already. */
  async function countOne(key: string, most: number): Promise<number | null> {
    const now = clock()
    const counted = await db
      .insertInto('pointhub_phone_tries')
      .values({ phone_hash: key, tries: 1, window_ends_at: windowEnd(), locked_until: null })
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
              eb('pointhub_phone_tries.tries', '<', most),
            ]),
          ),
      )
      .returning('tries')
      .executeTakeFirst()
    return counted?.tries ?? null
  }

  async function countTry(phoneHash: string): Promise<number> {
    const tries = await countOne(phoneHash, MAX_TRIES)
    if (tries !== null) return tries
    await refuseWhileLocked(phoneHash)
    throw locked(windowEnd())
  }

  async function countSend(phoneHash: string): Promise<void> {
    if ((await countOne(sendsOf(phoneHash), MAX_SENDS)) === null) throw new Refusal('identity_too_often')
  }

  async function lock(phoneHash: string): Promise<Refusal> {
    const until = windowEnd()
    await db
      .updateTable('pointhub_phone_tries')
      .set({ locked_until: until, window_ends_at: until })
      .where('phone_hash', '=', phoneHash)
      .execute()
    return locked(until)
  }

  async function forget(phoneHash: string): Promise<void> {
    await db
      .deleteFrom('pointhub_phone_tries')
      .where('phone_hash', 'in', [phoneHash, sendsOf(phoneHash)])
      .execute()
  }

  return { refuseWhileLocked, triesOf, countTry, lock, countSend, forget }
}

function locked(until: Date): Refusal {
  return new Refusal('identity_locked', { details: { until: until.toISOString() } })
}
