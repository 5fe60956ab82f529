import { type ExpressionBuilder, type Insertable, sql } from 'kysely'
import type { PointhubDb } from '../deps.ts'
import type { PointhubTables, SessionRow, SessionTable } from '../tables.ts'

/**
 * How long after its end a session is kept. Longer than {@link LEFT_BEFORE_WINDOW_MS}, which looks back at it; by then a mall's
 * page has long asked how its press ended.
 */
const KEPT_AFTER_END_MS = 25 * 3_600_000
/** In one sweep, so that none takes long. */
const MAX_ENDED_AT_ONCE = 1_000

/** How long a popup that `direct_ci` served may take to ask for its session: a slow phone loading the app. */
const CLAIM_WINDOW_MS = 2 * 60_000
/** An older try is of no more interest to the shopper. */
const LEFT_BEFORE_WINDOW_MS = 24 * 3_600_000

/** 18 random bytes. Anything else was never given out, and PostgreSQL refuses some of it, e.g. a zero byte. */
const sessionIdPattern = /^[A-Za-z0-9_-]{24}$/

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
  if (browsers.length === 0 || !sessionIdPattern.test(id)) return undefined
  return db
    .selectFrom('pointhub_session')
    .selectAll()
    .where('id', '=', id)
    .where('browser', 'in', browsers)
    .executeTakeFirst()
}

/**
 * The running session of the same press (a reload). Without a nonce a reload and a new press look alike: then it is the same
 * while its conversion is not over, and the merchant's own parameter has not become another. A form of `direct_ci` has a
 * parameter of its own, so its reload is known after the conversion too.
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
    .where('add_param', 'is not distinct from', press.addParam)
    .where((eb) =>
      eb.or([
        // Its add_param is good for one press.
        eb('mode', '=', 'unverified'),
        eb.not(
          eb.exists(
            conversionsOf(eb).where('state', 'in', [
              'delivered',
              'cancelling',
              'cancelled',
              'review',
              'returning',
            ]),
          ),
        ),
      ]),
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
    .select((eb) => eb.exists(conversionsOf(eb)).as('converted'))
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
    .orderBy((eb) => eb.exists(conversionsOf(eb)), 'desc')
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
}

/**
 * Deletes sessions some time after their end. One with a conversion is kept for it, without what only the popup needed.
 * Index: pointhub_session_to_end.
 */
export async function endSessions(db: PointhubDb, now: Date): Promise<void> {
  const due = db
    .selectFrom('pointhub_session')
    .select('id')
    .where('emptied_at', 'is', null)
    .where('expires_at', '<', new Date(now.getTime() - KEPT_AFTER_END_MS))
    .orderBy('expires_at')
    .limit(MAX_ENDED_AT_ONCE)
    .forUpdate()
    .skipLocked()
  await db
    .deleteFrom('pointhub_session')
    .where('id', 'in', due)
    .where((eb) => eb.not(eb.exists(conversionsOf(eb))))
    .execute()
  await db
    .updateTable('pointhub_session')
    .set({ emptied_at: now, add_param: null, return_to: null, balances: null, masked_name: null })
    .where('id', 'in', due)
    .where((eb) => eb.exists(conversionsOf(eb)))
    .execute()
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

/** The conversions of a query's session, to ask whether there are any. */
function conversionsOf(eb: ExpressionBuilder<PointhubTables, 'pointhub_session'>) {
  return eb
    .selectFrom('pointhub_conversion')
    .select(sql`1`.as('one'))
    .whereRef('pointhub_conversion.session_id', '=', 'pointhub_session.id')
}
