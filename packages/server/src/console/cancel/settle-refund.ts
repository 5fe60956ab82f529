import type { Clock, Log } from '../../pointhub/deps.ts'
import type { ConsoleOptions } from '../deps.ts'
import type { OpenRefund } from './refund-store.ts'

/**
 * How long after its points went back a transaction is still watched for a late credit: one whose RETURN URL call was on its
 * way when it was cancelled. That call ends after 10 s (pointhub's POST_TIMEOUT_MS).
 */
const LATE_CREDIT_MS = 60_000
/** A cancel that was refused, or never reached the ledger, leaves its entry behind; nothing will come of it. */
const FORGET_MS = 24 * 3_600_000

/**
 * Moves one open refund on: takes a late credit back, gives the points back once no 적립금 stands against them. Safe to
 * repeat and to run in several processes.
 * @returns whether nothing is left to do
 */
export type SettleRefund = (refund: OpenRefund) => Promise<boolean>

export function createSettleRefund(
  { credits, pointhub }: Pick<ConsoleOptions, 'credits' | 'pointhub'>,
  clock: Clock,
  log: Log,
): SettleRefund {
  return async (refund) => {
    const { mediaCode, transactionNumber, by, reason, askedAt } = refund
    const openForMs = clock().getTime() - askedAt.getTime()
    const credit = await credits.ledger.byTransaction(mediaCode, transactionNumber)
    const conversion = await pointhub.conversionOf(mediaCode, transactionNumber)
    const wentBack = conversion?.state === 'cancelling' || conversion?.state === 'cancelled'
    if (credit === null) return wentBack ? openForMs > LATE_CREDIT_MS : openForMs > FORGET_MS
    if (credit.state === 'cancelled') {
      const refunded = await pointhub.refund(mediaCode, transactionNumber, by, reason)
      log.info({ mediaCode, transactionNumber, refunded }, 'cancel.refunded')
      return true
    }
    if (credit.state === 'cancelling') return false
    if (wentBack) {
      const cancelled = await credits.ledger.cancel({ creditId: credit.id, by, reason })
      log.warn({ mediaCode, transactionNumber, outcome: cancelled.kind }, 'cancel.late_credit')
      // The detail then tells the person that 적립금 is left to take back.
      return cancelled.kind === 'insufficient' || cancelled.kind === 'perhaps-taken'
    }
    return openForMs > FORGET_MS
  }
}
