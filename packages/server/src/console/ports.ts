import type { HistoryEntry, MediaCode, MemberId, TransactionNumber } from '@pointpay/contracts'

/** What the console may ask of, and tell, pointhub. */
export interface PointhubForConsole {
  conversionOf(mediaCode: MediaCode, transactionNumber: TransactionNumber): Promise<PointhubConversion | null>
  history(mediaCode: MediaCode, transactionNumber: TransactionNumber): Promise<HistoryEntry[]>
  /**
   * Gives the shopper's points back for a conversion whose 적립금 was taken back, never arrived or was refused. Idempotent and
   * durable: once this resolves, the refund happens whatever crashes. `not-ours`: the real PointPay converted it.
   */
  refund(
    mediaCode: MediaCode,
    transactionNumber: TransactionNumber,
    by: string,
    reason: string,
  ): Promise<'refunding' | 'refunded' | 'not-ours'>
  /** Postbacks given up to a person, longest waiting first. */
  givenUpPostbacks(query: GivenUpQuery): Promise<GivenUpPostback[]>
  /** A person's decision on one: `retry` posts again, `applied` counts it as 201, `abandon` refunds. */
  decidePostback(
    mediaCode: MediaCode,
    transactionNumber: TransactionNumber,
    decision: 'retry' | 'applied' | 'abandon',
    by: string,
    note: string,
  ): Promise<'done' | 'not-found'>
}

export interface GivenUpQuery {
  /** Left out: of every media. */
  mediaCodes?: readonly MediaCode[]
  /** The last one of the page before. */
  after?: GivenUpKey
  limit: number
}

/** Where a postback stands among those that were given up. */
export interface GivenUpKey {
  /** Since when it waits, as PostgreSQL's own text: a `Date` would round its microseconds. */
  at: string
  transactionNumber: TransactionNumber
}

export type GivenUpPostback = PointhubConversion & { key: GivenUpKey }

export interface PointhubConversion {
  mediaCode: MediaCode
  transactionNumber: TransactionNumber
  /** Made while its media was in test mode. */
  test: boolean
  memberId: MemberId
  pointKind: string
  points: number
  /** KRW */
  amount: number
  state: 'converting' | 'posting' | 'delivered' | 'failed' | 'cancelling' | 'cancelled' | 'review'
  convertedAt: Date
  /** When the postback was given up, and what was answered last. */
  givenUpAt: Date | null
  lastAnswer: string | null
}
