import type { CancelPreview, Krw } from '@pointpay/contracts'
import type { CancelResult } from '@pointpay/credit'
import { isCancellable } from '../conversions/cancellable.ts'
import type { OneConversion } from '../conversions/one-conversion.ts'
import type { ConsoleOptions } from '../deps.ts'
import { ConsoleRefusal } from '../refusal.ts'
import type { RefundStore } from './refund-store.ts'

export interface Cancels {
  /** What a cancel would find now. @throws {ConsoleRefusal} where it would be refused */
  preview(one: OneConversion): Promise<CancelPreview>
  /** Durable once this resolves: the deduction, then the refund, happen whatever crashes. Asked twice, it happens once. */
  cancel(one: OneConversion, by: string, reason: string): Promise<void>
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
      const nothing = { available: null, needed: 0 as Krw, sufficient: true }
      if (!one.credit) return nothing
      const parts = await credits.ledger.parts(one.credit.id)
      if (!parts.some(({ direction, state }) => direction === 'increase' && state === 'credited'))
        return nothing
      const found = await credits.ledger.availablePoints(one.credit.id)
      if (found.kind === 'not-found') throw new ConsoleRefusal('not_found')
      if (found.kind === 'unavailable') throw unavailable(found)
      return { available: found.available as Krw, needed: found.needed as Krw, sufficient: found.sufficient }
    },

    async cancel(one, by, reason) {
      const { mediaCode, transactionNumber, state } = one.credit ?? one.conversion
      if (state === 'cancelling' || state === 'cancelled') return
      refuseUnlessCancellable(one)
      await refunds.open({ mediaCode, transactionNumber, by, reason })
      if (one.credit) throwUnlessTaken(await credits.ledger.cancel({ creditId: one.credit.id, by, reason }))
      else await pointhub.refund(mediaCode, transactionNumber, by, reason)
      wake()
    },
  }
}

function refuseUnlessCancellable(one: OneConversion): void {
  if (isCancellable(one)) return
  const { state } = one.credit ?? one.conversion
  throw new ConsoleRefusal('not_cancellable', { details: { state } })
}

function throwUnlessTaken(result: CancelResult): void {
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
    case 'not-cancellable':
      throw new ConsoleRefusal('not_cancellable', { details: { state: result.state } })
    case 'unavailable':
      throw unavailable(result)
    case 'not-found':
      throw new ConsoleRefusal('not_found')
  }
}

function unavailable({ code, message }: { code: string; message: string }): ConsoleRefusal {
  if (code === 'consent-needed') return new ConsoleRefusal('consent_needed')
  return new ConsoleRefusal('cafe24_unavailable', { details: { code, reason: message } })
}

const won = (amount: number) => `${amount.toLocaleString('ko-KR')}원`
