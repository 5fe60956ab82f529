import type { AuditPage, MediaCode } from '@pointpay/contracts'
import type { Kysely } from 'kysely'
import type { Clock } from '../../pointhub/deps.ts'
import type { ConsoleTables } from '../tables.ts'

const PAGE_SIZE = 50

/** What people did, for ever: logins, cancels, decisions, changes of media and accounts. */
export interface AuditTrail {
  record(entry: {
    by: string
    action: AuditAction
    mediaCode?: MediaCode | null
    subject?: string | null
    /** `done`, or why not. */
    outcome: string
  }): Promise<void>
  /** Newest first. */
  page(cursor?: string): Promise<AuditPage>
}

export type AuditAction =
  | 'login'
  | 'logout'
  | 'conversion.cancel'
  | 'review.decide'
  | 'media.add'
  | 'media.change'
  | 'media.app'
  | 'media.return-key'
  | 'media.shops.read'
  | 'media.script-tag.put'
  | 'media.script-tag.remove'
  | 'account.add'
  | 'account.change'
  | 'settlement.export'

export function createAuditTrail(db: Kysely<ConsoleTables>, clock: Clock): AuditTrail {
  return {
    async record({ by, action, mediaCode = null, subject = null, outcome }) {
      await db
        .insertInto('console_audit')
        .values({ at: clock(), by_whom: by, action, media_code: mediaCode, subject, outcome })
        .execute()
    },

    async page(cursor) {
      const all = db
        .selectFrom('console_audit')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(PAGE_SIZE + 1)
      const rows = await (cursor === undefined ? all : all.where('id', '<', Number(cursor))).execute()
      const shown = rows.slice(0, PAGE_SIZE)
      return {
        items: shown.map((row) => ({
          at: row.at.toISOString(),
          by: row.by_whom,
          action: row.action,
          mediaCode: row.media_code as MediaCode | null,
          subject: row.subject,
          outcome: row.outcome,
        })),
        nextCursor: rows.length > PAGE_SIZE ? String(shown.at(-1)!.id) : null,
      }
    },
  }
}
