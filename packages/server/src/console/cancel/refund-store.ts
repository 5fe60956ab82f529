import type { MediaCode, TransactionNumber } from '@pointpay/contracts'
import type { Kysely } from 'kysely'
import type { Clock } from '../../pointhub/deps.ts'
import type { AuditTrail, NewAuditLine } from '../audit/audit-trail.ts'
import type { ConsoleTables } from '../tables.ts'

/** A transaction whose points are to go back as soon as its 적립금 is. */
export interface OpenRefund {
  mediaCode: MediaCode
  transactionNumber: TransactionNumber
  by: string
  reason: string
  askedAt: Date
}

export interface RefundStore {
  /**
   * Durable before the cancel is asked for, so that a crash between the two halves is made good. `asked` is on the audit trail
   * with it.
   */
  open(refund: Omit<OpenRefund, 'askedAt'>, asked: NewAuditLine): Promise<void>
  /** Longest open first. */
  listOpen(limit: number): Promise<OpenRefund[]>
  done(refund: OpenRefund): Promise<void>
}

export function createRefundStore(
  db: Kysely<ConsoleTables>,
  audit: Pick<AuditTrail, 'recordIn'>,
  clock: Clock,
): RefundStore {
  return {
    async open({ mediaCode, transactionNumber, by, reason }, asked) {
      const open = { by_whom: by, reason, asked_at: clock(), done_at: null }
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('console_refund')
          .values({ media_code: mediaCode, transaction_number: transactionNumber, ...open })
          .onConflict((conflict) => conflict.columns(['transaction_number', 'media_code']).doUpdateSet(open))
          .execute()
        await audit.recordIn(trx, asked)
      })
    },

    async listOpen(limit) {
      const rows = await db
        .selectFrom('console_refund')
        .selectAll()
        .where('done_at', 'is', null)
        .orderBy('asked_at')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        mediaCode: row.media_code as MediaCode,
        transactionNumber: row.transaction_number as TransactionNumber,
        by: row.by_whom,
        reason: row.reason,
        askedAt: row.asked_at,
      }))
    },

    async done({ mediaCode, transactionNumber, askedAt }) {
      await db
        .updateTable('console_refund')
        .set({ done_at: clock() })
        .where('transaction_number', '=', transactionNumber)
        .where('media_code', '=', mediaCode)
        // Asked for anew meanwhile: that one is still open.
        .where('asked_at', '=', askedAt)
        .execute()
    },
  }
}
