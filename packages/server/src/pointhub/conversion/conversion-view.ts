import type { ConversionView, MediaCode, SessionStatus, TransactionNumber } from '@pointpay/contracts'
import { type Language, messages } from '../messages.ts'
import type { CreditResult, CreditResults } from '../ports.ts'
import type { ConversionRow } from '../tables.ts'

/** The shopper is told after a minute, which is what the guide promises ("about 1 minute later"). */
const DELAYED_AFTER_MS = 60_000

/** How the credit stands, where there can be one and we can know. */
export async function creditOf(row: ConversionRow, credits: CreditResults): Promise<CreditResult | null> {
  if (!row.converted_at) return null
  return credits.stateOf(row.media_code as MediaCode, row.transaction_number as TransactionNumber)
}

export function conversionView(
  row: ConversionRow,
  credit: CreditResult | null,
  language: Language,
  now: Date,
): ConversionView {
  const creditedAt = creditedAtOf(row, credit)
  const code = row.state === 'failed' ? (row.error_code ?? 'provider_refused') : null
  return {
    state: stateOf(row, credit, creditedAt, now),
    transactionNumber: row.transaction_number,
    kind: row.kind,
    points: row.points,
    amount: row.amount,
    startedAt: row.started_at.toISOString(),
    convertedAt: row.converted_at?.toISOString() ?? null,
    creditedAt: creditedAt?.toISOString() ?? null,
    error: code && { code, message: messages[code][language] },
  } as ConversionView
}

function stateOf(
  row: ConversionRow,
  credit: CreditResult | null,
  creditedAt: Date | null,
  now: Date,
): ConversionView['state'] {
  switch (row.state) {
    case 'reserving':
    case 'recorded':
    case 'releasing':
      return 'converting'
    case 'failed':
    case 'cancelled':
      return row.state
    case 'returning':
    case 'cancelling':
      return 'delayed'
    case 'captured':
    case 'delivered':
    case 'review': {
      if (creditedAt) return 'credited'
      const heldUp = row.state === 'review' || credit?.state === 'refused' || credit?.state === 'review'
      const late = now.getTime() - (row.converted_at ?? row.started_at).getTime() >= DELAYED_AFTER_MS
      return heldUp || late ? 'delayed' : 'converted'
    }
  }
}

/** Where nobody of ours keeps credits (a merchant's own backend), the RETURN URL's `201` is the credit. */
function creditedAtOf(row: ConversionRow, credit: CreditResult | null): Date | null {
  if (!credit) return row.delivered_at
  return credit.state === 'waiting' || credit.state === 'accepted' ? null : credit.creditedAt
}

/** For the widget: `popup.closed` is only a hint, this decides. */
export function sessionStatus(
  open: boolean,
  conversion: ConversionView | null,
  test: boolean,
): SessionStatus {
  if (!conversion) return { status: open ? 'open' : 'cancelled' }
  const { state, transactionNumber, kind, points, amount, creditedAt } = conversion
  const moved = { transactionNumber, pointKind: kind, points, amount, ...(test ? { test } : {}) }
  switch (state) {
    case 'converting':
      return { status: 'converting', ...moved }
    case 'converted':
    case 'delayed':
      return { status: 'converted', ...moved }
    case 'credited':
      return { status: 'credited', ...moved, ...(creditedAt ? { creditedAt } : {}) }
    case 'failed':
    case 'cancelled':
      return { status: 'failed', ...moved }
  }
}
