import { sql, type Insertable } from 'kysely'
import type { PointhubDb } from '../deps.ts'
import type { SessionRow, SessionTable } from '../tables.ts'

/** How long a popup that `direct_ci` served may take to ask for its session: a slow phone loading the app. */
const CLAIM_WINDOW_MS = 2 * 60_000
/** An older try is of no more interest to the shopper. */
const LEFT_BEFORE_WINDOW_MS = 24 * 3_600_000

/** Which browser, mall and member: what a session belongs to. */
export interface Press {
  browsers: readonly string[]
  mediaCode: string
  memberId: string
  shopNo: number
  addParam: string | null
  /** Whether the media is in test mode now. A session from before a change of mode is not resumed. */
  test: boolean
}

export async function insertSession(db: PointhubDb, session: Insertable<SessionTable>): Promise<SessionRow> {
  return db.insertInto('pointhub_session').values(session).returningAll().executeTakeFirstOrThrow()
}

/** A session by id, for the browser that opened it; undefined for any other. */
export async function findSession(
  db: PointhubDb,
  id: string,
  browsers: readonly string[],
): Promise<SessionRow | undefined> {
  if (browsers.length === 0) return undefined
  return db
    .selectFrom('pointhub_session')
    .selectAll()
    .where('id', '=', id)
    .where('browser', 'in', browsers)
    .executeTakeFirst()
}

/**
 * The running session of the same press (a reload). Without a nonce a reload and a new press look alike: then it is the same
 * while its conversion is not over, and the merchant's own parameter has not become another.
 */
export async function findRunning(
  db: PointhubDb,
  press: Press,
  nonce: string | null,
  now: Date,
): Promise<SessionRow | undefined> {
  const running = presses(db, press)
    .where('shop_no', '=', press.shopNo)
    .where('left_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
  if (nonce) return running.where('nonce', '=', nonce).executeTakeFirst()
  return running
    .where('nonce', 'is', null)
    .where('mode', '=', 'verified')
    .where('add_param', 'is not distinct from', press.addParam)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('pointhub_conversion')
            .select(sql`1`.as('one'))
            .whereRef('session_id', '=', 'pointhub_session.id')
            .where('state', 'in', ['delivered', 'cancelling', 'cancelled', 'review', 'returning']),
        ),
      ),
    )
    .executeTakeFirst()
}

/**
 * Takes the session that `direct_ci` opened last for this browser, once, under the nonce and the shop of the press, which the
 * form does not tell. From then on it is known by the cookie that stays: the next form brings another (http/browser-cookie.ts).
 */
export async function claimUnverified(
  db: PointhubDb,
  press: Press,
  browser: string,
  nonce: string | null,
  returnTo: string | null,
  now: Date,
): Promise<SessionRow | undefined> {
  const latest = presses(db, press)
    .clearSelect()
    .select('id')
    .where('mode', '=', 'unverified')
    .where('claimed_at', 'is', null)
    .where('add_param', 'is not distinct from', press.addParam)
    .where('created_at', '>', new Date(now.getTime() - CLAIM_WINDOW_MS))
    .orderBy('created_at', 'desc')
    .limit(1)
  return db
    .updateTable('pointhub_session')
    .set({ claimed_at: now, browser, nonce, return_to: returnTo, shop_no: press.shopNo })
    .where('id', '=', latest)
    .where('claimed_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** When this member left the last try in this browser before converting; null where the last try converted. */
export async function lastLeft(db: PointhubDb, press: Press, now: Date): Promise<Date | null> {
  const last = await presses(db, press)
    .where('touched_at', '>', new Date(now.getTime() - LEFT_BEFORE_WINDOW_MS))
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('pointhub_conversion')
            .select(sql`1`.as('one'))
            .whereRef('session_id', '=', 'pointhub_session.id'),
        )
        .as('converted'),
    )
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return last && !last.converted ? (last.left_at ?? last.touched_at) : null
}

export async function updateSession(
  db: PointhubDb,
  id: string,
  change: Partial<Insertable<SessionTable>>,
): Promise<SessionRow> {
  return db
    .updateTable('pointhub_session')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The session of a press for the status address: one that converted before any other, else the newest. */
export async function findByNonce(db: PointhubDb, nonce: string): Promise<SessionRow | undefined> {
  return db
    .selectFrom('pointhub_session')
    .selectAll()
    .where('nonce', '=', nonce)
    .orderBy(
      (eb) =>
        eb.exists(
          eb
            .selectFrom('pointhub_conversion')
            .select(sql`1`.as('one'))
            .whereRef('session_id', '=', 'pointhub_session.id'),
        ),
      'desc',
    )
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Erases personal data that no session can need any more. */
export async function erasePersons(db: PointhubDb, now: Date): Promise<void> {
  await db
    .updateTable('pointhub_session')
    .set({ person: null })
    .where('expires_at', '<', now)
    .where('person', 'is not', null)
    .execute()
  await db
    .deleteFrom('pointhub_identity')
    .using('pointhub_session')
    .whereRef('pointhub_session.id', '=', 'pointhub_identity.session_id')
    .where('pointhub_session.expires_at', '<', now)
    .execute()
  await db.deleteFrom('pointhub_phone_tries').where('window_ends_at', '<', now).execute()
}

function presses(db: PointhubDb, { browsers, mediaCode, memberId, test }: Press) {
  return db
    .selectFrom('pointhub_session')
    .selectAll()
    .where('browser', 'in', ['', ...browsers])
    .where('media_code', '=', mediaCode)
    .where('member_id', '=', memberId)
    .where('test', '=', test)
}
