import type { CreditState, MediaCode, TransactionNumber } from '@pointpay/contracts'

/**
 * What pointhub may know of the side that gives 적립금, when both run in one service: how a credit stands. With a merchant's
 * own backend, or none of ours, there is no such knowledge and a RETURN URL's `201` is the end.
 */
export interface CreditResults {
  stateOf(mediaCode: MediaCode, transactionNumber: TransactionNumber): Promise<CreditResult | null>
  /** Calls the listener after each committed change, whichever process made it; gives back how to stop. */
  onChange(listener: (change: { mediaCode: string; transactionNumber: string }) => void): () => void
}

export interface CreditResult {
  state: CreditState | 'cancelling' | 'cancelled'
  creditedAt: Date | null
}
