import type {
  ConversionDetail,
  HistoryEntry,
  Krw,
  MediaCode,
  PointKindCode,
  Points,
  TransactionNumber,
} from '@pointpay/contracts'
import type { HistoryLine } from '@pointpay/credit'
import type { ConsoleOptions } from '../deps.ts'
import { isCancellable } from './cancellable.ts'
import { handWorkOf } from './hand-work.ts'
import { findOne, type OneConversion } from './one-conversion.ts'
import { shownStateOf } from './shown-state.ts'

export type DetailDeps = Pick<ConsoleOptions, 'credits' | 'pointhub' | 'media'>

/** All that is known of one transaction; null: neither half knows it. */
export async function conversionDetail(
  deps: DetailDeps,
  mediaCode: MediaCode,
  transactionNumber: TransactionNumber,
): Promise<ConversionDetail | null> {
  const { ledger } = deps.credits
  const one = await findOne(ledger, deps.pointhub, mediaCode, transactionNumber)
  if (!one) return null
  const [before, after, parts, handWork] = await Promise.all([
    one.conversion ? deps.pointhub.history(mediaCode, transactionNumber) : [],
    one.credit ? ledger.history(one.credit.id) : [],
    one.credit ? ledger.parts(one.credit.id) : [],
    handWorkOf(deps.media, one),
  ])
  return {
    ...rowOf(one),
    shopNo: one.credit?.shopNo ?? null,
    history: mergeByTime(before, after.map(entryOf)),
    parts: parts
      .filter(({ direction }) => direction === 'increase')
      .map(({ number, amount, state, attempts }) => ({ number, amount: amount as Krw, state, attempts })),
    cancellable: isCancellable(one),
    handWork,
  }
}

function rowOf({ credit, conversion }: OneConversion) {
  const { mediaCode, test, transactionNumber, memberId, amount } = credit ?? conversion
  return {
    mediaCode,
    test,
    transactionNumber,
    memberId,
    amount: amount as Krw,
    pointKind: (credit?.pointKind ?? conversion?.pointKind ?? null) as PointKindCode | null,
    points: (conversion?.points ?? null) as Points | null,
    state: credit ? shownStateOf(credit.state, conversion?.state ?? null) : conversion.state,
    convertedAt: (credit ? (credit.convertedAt ?? credit.createdAt) : conversion.convertedAt).toISOString(),
    creditedAt: credit?.creditedAt?.toISOString() ?? null,
  }
}

function entryOf({ at, subject, from, to, reason, part, by }: HistoryLine): HistoryEntry {
  return { at: at.toISOString(), subject, from, to, reason, part, by }
}

/**
 * Each half's own order is kept where two happened in the same millisecond, and pointhub's word comes first, since it asks for
 * the credit; but a conversion is cancelled because its credit was.
 */
function mergeByTime(ofPointhub: HistoryEntry[], ofCredit: HistoryEntry[]): HistoryEntry[] {
  return [...ofPointhub, ...ofCredit].toSorted(
    (one, other) =>
      Date.parse(one.at) - Date.parse(other.at) || Number(isCancelled(one)) - Number(isCancelled(other)),
  )
}

function isCancelled({ subject, to }: HistoryEntry): boolean {
  return subject === 'conversion' && to === 'cancelled'
}
