import { createHash } from 'node:crypto'
import type { Insertable } from 'kysely'
import type { PointhubDb } from '../deps.ts'
import type { SessionTable } from '../tables.ts'

/**
 * What a form of `direct_ci` is known by. Made of the signature's bytes: the last letter of its base64url can be written in
 * four ways.
 */
export function formHash(signature: Buffer): string {
  return createHash('sha256').update(signature).digest('base64url')
}

/**
 * What became of a form that was sent before.
 *
 * | value | means |
 * | --- | --- |
 * | `new` | it was not sent before |
 * | `opened` | its session is this browser's |
 * | `used` | its session is another browser's |
 */
export type SentForm = 'new' | 'opened' | 'used'

/**
 * A form is good once. Until its page has asked for the session, the session goes with the latest browser: of a double press,
 * a browser drops the first answer and its cookie. Index: pointhub_session_form.
 */
export async function openAgain(
  db: PointhubDb,
  hash: string,
  browsers: readonly string[],
  latest: { browser: string; now: Date; expiresAt: Date },
): Promise<SentForm> {
  const moved = await db
    .updateTable('pointhub_session')
    .set({
      browser: latest.browser,
      created_at: latest.now,
      touched_at: latest.now,
      expires_at: latest.expiresAt,
    })
    .where('form_hash', '=', hash)
    .where('claimed_at', 'is', null)
    .executeTakeFirst()
  if (moved.numUpdatedRows > 0n) return 'opened'
  const session = await db
    .selectFrom('pointhub_session')
    .select('browser')
    .where('form_hash', '=', hash)
    .executeTakeFirst()
  if (!session) return 'new'
  return browsers.includes(session.browser) ? 'opened' : 'used'
}

/** @returns false: the same form came a moment earlier, perhaps to another process. Index: pointhub_session_form. */
export async function insertFormSession(
  db: PointhubDb,
  session: Insertable<SessionTable> & { form_hash: string },
): Promise<boolean> {
  const inserted = await db
    .insertInto('pointhub_session')
    .values(session)
    .onConflict((conflict) => conflict.column('form_hash').where('form_hash', 'is not', null).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}
