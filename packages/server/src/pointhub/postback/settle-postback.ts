import type { MediaCode, TransactionNumber } from '@pointpay/contracts'
import type { Transaction } from 'kysely'
import type { MediaStore } from '../../media/media-store.ts'
import type { Clock, Log, PointhubDb } from '../deps.ts'
import { dueNow, moveConversion } from '../conversion/conversion-store.ts'
import type { CreditResults } from '../ports.ts'
import type { ConversionRow, PointhubTables, PostbackRow } from '../tables.ts'
import { isRefusal, judgePostback, mayHaveArrived, type PostbackDecision } from './judge-postback.ts'
import type { Posted } from './post-form.ts'
import { nextAttemptAt } from './postback-schedule.ts'
import { lockPostback, movePostback } from './postback-store.ts'

type Trx = Transaction<PointhubTables>

/** Commits what an attempt brought, to the postback and to its conversion in one transaction. */
export type SettlePostback = (row: PostbackRow, posted: Posted) => Promise<PostbackDecision>

export function createSettlePostback(
  db: PointhubDb,
  media: MediaStore,
  credits: CreditResults,
  clock: Clock,
  log: Log,
): SettlePostback {
  /** Whether the solution half that would hold the credit is ours, and holds none. */
  async function surelyNotCredited(row: PostbackRow): Promise<boolean> {
    const { kind } = (await media.byCode(row.media_code)) ?? {}
    const credit = await credits.stateOf(
      row.media_code as MediaCode,
      row.transaction_number as TransactionNumber,
    )
    return kind === 'cafe24' && credit === null
  }

  return async (row, { outcome, shown }) => {
    const notCredited = isRefusal(outcome) && (await surelyNotCredited(row))
    const at = clock()
    const decision = await db.transaction().execute(async (trx) => {
      const conversion = await lockConversion(trx, row.transaction_number)
      // Read again: where this attempt outlived its lease, it was written down as lost and the next one may have begun.
      const now = (await lockPostback(trx, row.transaction_number)) ?? row
      const overtaken = now.attempts !== row.attempts
      const judged = judgePostback(outcome, {
        maybeArrived: now.maybe_arrived,
        // The next attempt may be crediting at this moment.
        surelyNotCredited: notCredited && !overtaken,
      })
      const again = judged === 'retry' ? nextAttemptAt(row.attempts, at) : null
      const decided = judged === 'retry' && !again ? 'review' : judged
      const set = {
        last_answer: shown,
        lease_until: null,
        maybe_arrived: now.maybe_arrived || mayHaveArrived(outcome),
      }
      // A cancel that came in between has settled the conversion; the attempt is then only remembered.
      if (conversion.state !== 'captured') {
        await movePostback(trx, row, 'dropped', { at, reason: shown, set })
        return decided
      }
      // Anything but a credit is the next attempt's to find out.
      if (overtaken && decided !== 'delivered') return 'retry'
      if (decided === 'retry') {
        await movePostback(trx, row, 'due', {
          at,
          reason: shown,
          set: { ...set, ...(again && { next_attempt_at: again }) },
        })
        return decided
      }
      const givenUp = decided === 'review' ? { given_up_at: at } : {}
      if (await movePostback(trx, row, decided, { at, reason: shown, set: { ...set, ...givenUp } }))
        await settleConversion(trx, conversion, decided, at, shown)
      return decided
    })
    log.info(
      { transactionNumber: row.transaction_number, mediaCode: row.media_code, attempt: row.attempts },
      `postback.${decision}`,
    )
    return decision
  }
}

/** What a settled postback means for the shopper's points. */
export async function settleConversion(
  trx: Trx,
  conversion: ConversionRow,
  decision: Exclude<PostbackDecision, 'retry'>,
  at: Date,
  reason: string | null,
  by: string | null = null,
): Promise<void> {
  if (decision === 'delivered')
    await moveConversion(trx, conversion, 'delivered', { at, reason, by, set: { delivered_at: at } })
  else if (decision === 'review') await moveConversion(trx, conversion, 'review', { at, reason, by })
  else
    await moveConversion(trx, conversion, 'returning', {
      at,
      reason,
      by,
      set: { ...dueNow(at), error_code: 'provider_refused' },
    })
}

export async function lockConversion(trx: Trx, transactionNumber: string): Promise<ConversionRow> {
  return trx
    .selectFrom('pointhub_conversion')
    .selectAll()
    .where('transaction_number', '=', transactionNumber)
    .forUpdate()
    .executeTakeFirstOrThrow()
}
