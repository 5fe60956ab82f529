import type { AuditAction, AuditPage, AuditQuery, MediaCode } from '@pointpay/contracts'
import type { Kysely, Transaction } from 'kysely'
import type { Clock } from '../../pointhub/deps.ts'
import type { ConsoleTables } from '../tables.ts'
import { type ChainedLine, hashOfLine } from './audit-chain.ts'
import type { Changes } from './changes.ts'
import { type AuditHead, checkTrail, readHead, type TrailCheck } from './check-trail.ts'

const PAGE_SIZE = 50
/** A page that is open and reads again and again is one reading. */
const ONE_READING_MS = 10 * 60_000

export interface NewAuditLine {
  by: string
  action: AuditAction
  mediaCode?: MediaCode | null
  subject?: string | null
  /** `done`, or why not; `asked` before what may fail midway. */
  outcome: string
  changes?: Changes | null
}

/** What people did, for ever: logins, cancels, decisions, changes of media and accounts, readings of members' data. */
export interface AuditTrail {
  record(line: NewAuditLine): Promise<void>
  /**
   * In the transaction of what it tells of: both stand, or neither. It is to come last there, for until the transaction ends all
   * other lines wait.
   */
  recordIn(trx: Transaction<ConsoleTables>, line: NewAuditLine): Promise<void>
  /** Unless the same was recorded in the last {@link ONE_READING_MS}. */
  recordReading(line: NewAuditLine): Promise<void>
  /** Newest first. */
  page(query: AuditQuery): Promise<AuditPage>
  /** Where it ends now; null: the row that says so is gone. */
  head(): Promise<AuditHead | null>
  /**
   * Walks it from its first line and says what is not as it was written.
   * @param noted a head from earlier, kept where nobody who can write this database reaches it
   */
  check(noted: AuditHead | null): Promise<TrailCheck>
}

export function createAuditTrail(db: Kysely<ConsoleTables>, clock: Clock): AuditTrail {
  async function recordIn(trx: Transaction<ConsoleTables>, line: NewAuditLine): Promise<void> {
    // Locked until the transaction ends: whoever writes next, in whatever process, comes behind this line.
    const head = await trx.selectFrom('console_audit_head').selectAll().forUpdate().executeTakeFirst()
    if (!head)
      throw new Error('The row of console_audit_head is gone. See `pointpay audit check`; nothing was done.')
    const next: ChainedLine = {
      line: head.lines + 1,
      at: clock(),
      by: storable(line.by),
      action: line.action,
      mediaCode: line.mediaCode ?? null,
      subject: line.subject ? storable(line.subject) : null,
      outcome: storable(line.outcome),
      changes: line.changes ? storable(JSON.stringify(line.changes)) : null,
    }
    const hash = hashOfLine(head.hash, next)
    const { by, mediaCode, ...same } = next
    await trx
      .insertInto('console_audit')
      .values({ ...same, by_whom: by, media_code: mediaCode, hash })
      .execute()
    await trx.updateTable('console_audit_head').set({ lines: next.line, hash }).execute()
  }

  const record = (line: NewAuditLine) => db.transaction().execute((trx) => recordIn(trx, line))

  return {
    record,
    recordIn,

    async recordReading(line) {
      const { by, action, mediaCode = null, subject = null, outcome } = line
      const same = await db
        .selectFrom('console_audit')
        .select('id')
        .where('by_whom', '=', by)
        .where('action', '=', action)
        .where('subject', 'is not distinct from', subject)
        .where('media_code', 'is not distinct from', mediaCode)
        .where('outcome', '=', outcome)
        .where('at', '>', new Date(clock().getTime() - ONE_READING_MS))
        .limit(1)
        .executeTakeFirst()
      if (!same) await record(line)
    },

    head: () => readHead(db),
    check: (noted) => checkTrail(db, noted),

    async page({ by, action, cursor }) {
      let all = db
        .selectFrom('console_audit')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(PAGE_SIZE + 1)
      if (by !== undefined) all = all.where('by_whom', '=', by)
      if (action !== undefined) all = all.where('action', '=', action)
      if (cursor !== undefined) all = all.where('id', '<', Number(cursor))
      const rows = await all.execute()
      const shown = rows.slice(0, PAGE_SIZE)
      return {
        items: shown.map((row) => ({
          at: row.at.toISOString(),
          by: row.by_whom,
          action: row.action,
          mediaCode: row.media_code as MediaCode | null,
          subject: row.subject,
          outcome: row.outcome,
          changes: row.changes === null ? null : (JSON.parse(row.changes) as Changes),
        })),
        nextCursor: rows.length > PAGE_SIZE ? String(shown.at(-1)!.id) : null,
      }
    },
  }
}

/** As the database gives it back: half a surrogate pair would come back as another character, and the line as altered. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
