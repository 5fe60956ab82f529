import type { ByHandAnswer, CancelPreview, CancelRequest, Krw, PointHistoryRow } from '@pointpay/contracts'
import type { ByHandAnswer as LedgerAnswer, CancelResult, HistoryRow } from '@pointpay/credit'
import { isCancellable } from '../conversions/cancellable.ts'
import type { OneConversion } from '../conversions/one-conversion.ts'
import type { ConsoleOptions } from '../deps.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { RefundStore } from './refund-store.ts'

export interface Cancels {
  /** What a cancel would find now. @throws {ConsoleRefusal} where it would be refused */
  preview(one: OneConversion): Promise<CancelPreview>
  /**
   * Durable once this resolves: the deduction, then the refund, happen whatever crashes. Asked twice, it happens once: the
   * second is `already`. Where the points were taken by hand, the refund alone is left to do.
   * @throws {ConsoleRefusal} `points_perhaps_taken` where a person must first say what rows by hand are, or said it of other
   * rows than there are now; and others
   */
  cancel(one: OneConversion, by: string, request: CancelRequest): Promise<'begun' | 'already'>
}

interface CancelDeps extends Pick<ConsoleOptions, 'credits' | 'pointhub'> {
  refunds: RefundStore
  wake(): void
}

export function createCancels({ credits, pointhub, refunds, wake }: CancelDeps): Cancels {
  return {
    async preview(one) {
      refuseUnlessCancellable(one)
      // Nothing of ours is in the mall's books, or it is the merchant's own backend that gave it.
      const nothing = { available: null, needed: 0 as Krw, sufficient: true, perhapsTaken: [] }
      if (!one.credit) return nothing
      const parts = await credits.ledger.parts(one.credit.id)
      if (!parts.some(({ direction, state }) => direction === 'increase' && state === 'credited'))
        return nothing
      const found = await credits.ledger.availablePoints(one.credit.id)
      if (found.kind === 'not-found') throw new ConsoleRefusal('not_found')
      if (found.kind === 'unavailable') throw unavailable(found)
      return {
        available: found.available as Krw,
        needed: found.needed as Krw,
        sufficient: found.sufficient,
        perhapsTaken: found.perhapsTaken.map(rowOf),
      }
    },

    async cancel(one, by, request) {
      const { reason, byHand } = request
      const { mediaCode, transactionNumber, state } = one.credit ?? one.conversion
      if (state === 'cancelling' || state === 'cancelled') return 'already'
      refuseUnlessCancellable(one)
      // Before the ledger is asked, so that a crash cannot lose the refund. Of a refused cancel the entry does nothing: points go
      // back once the credit is cancelled, and the next try takes the entry over.
      await refunds.open(
        { mediaCode, transactionNumber, by, reason },
        {
          by,
          action: 'conversion.cancel',
          mediaCode,
          subject: transactionNumber,
          outcome: withChoice('asked', request),
        },
      )
      if (!one.credit) {
        await pointhub.refund(mediaCode, transactionNumber, by, reason)
        wake()
        return 'begun'
      }
      const result = await credits.ledger.cancel({
        creditId: one.credit.id,
        by,
        reason,
        ...(byHand ? { byHand: answerOf(byHand) } : {}),
      })
      throwUnlessTaken(result, byHand)
      wake()
      return result.kind === 'already' ? 'already' : 'begun'
    },
  }
}

/** For the audit trail. The choice belongs to what was done: `done: taken`, `points_insufficient: deduct`. */
export function withChoice(outcome: string, { byHand }: CancelRequest): string {
  return byHand ? `${outcome}: ${byHand.choice}` : outcome
}

function refuseUnlessCancellable(one: OneConversion): void {
  if (isCancellable(one)) return
  const { state } = one.credit ?? one.conversion
  throw new ConsoleRefusal('not_cancellable', { details: { state } })
}

function throwUnlessTaken(result: CancelResult, byHand: ByHandAnswer | undefined): void {
  switch (result.kind) {
    case 'cancelling':
    case 'cancelled':
    case 'already':
      return
    case 'insufficient':
      throw new ConsoleRefusal('points_insufficient', {
        message:
          `회원의 적립금이 모자라 취소하지 않았습니다. 필요한 금액 ${won(result.needed)}, ` +
          `지금 차감할 수 있는 금액 ${won(result.available)}. 회원에게 확인한 뒤 다시 시도해 주세요.`,
        details: { available: result.available, needed: result.needed },
      })
    case 'perhaps-taken':
      throw perhapsTaken(result, byHand)
    case 'not-cancellable':
      throw new ConsoleRefusal('not_cancellable', { details: { state: result.state } })
    case 'unavailable':
      throw unavailable(result)
    case 'not-found':
      throw new ConsoleRefusal('not_found')
  }
}

function perhapsTaken(
  { rows, available, needed }: Extract<CancelResult, { kind: 'perhaps-taken' }>,
  byHand: ByHandAnswer | undefined,
): ConsoleRefusal {
  const message = rows.length > 0 ? ROWS_CHANGED : NO_ROW_BY_HAND
  return new ConsoleRefusal('points_perhaps_taken', {
    ...(byHand ? { message } : {}),
    details: { available, needed },
    perhapsTaken: rows.map(rowOf),
  })
}

/** The answer was about other rows than there are now: mostly, one came in meanwhile. */
const ROWS_CHANGED =
  '보신 뒤에 적립금 내역의 기록이 바뀌어 취소하지 않았습니다. 아무것도 바뀌지 않았습니다. ' +
  '지금 있는 기록을 모두 확인하고 다시 골라 주세요.'

/** The answer was about rows by hand, and the history shows none. */
const NO_ROW_BY_HAND =
  '회원의 적립금 내역에 손으로 차감한 기록이 없어 취소하지 않았습니다. 아무것도 바뀌지 않았습니다. ' +
  'Cafe24 관리자에서 적립금 내역을 확인하고 다시 시도해 주세요.'

function rowOf({ at, change, reason }: HistoryRow): PointHistoryRow {
  return { at: at.toISOString(), change, reason }
}

function answerOf({ choice, rows }: ByHandAnswer): LedgerAnswer {
  return { choice, rows: rows.map(({ at, change, reason }) => ({ at: new Date(at), change, reason })) }
}

function unavailable({ code, message }: { code: string; message: string }): ConsoleRefusal {
  if (code === 'consent-needed') return new ConsoleRefusal('consent_needed')
  return new ConsoleRefusal('cafe24_unavailable', { details: { code, reason: message } })
}

const won = (amount: number) => `${amount.toLocaleString('ko-KR')}원`
