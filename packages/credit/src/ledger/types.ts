import type { CreditState, MediaCode, MemberId, TransactionNumber } from '@pointpay/contracts'
import type { PartState } from './machine.ts'

/** Names one credit for ever. */
export type CreditId = string & { readonly __brand: 'CreditId' }
export type PartId = string & { readonly __brand: 'PartId' }

/** The whole credit as people see it. */
export type WholeState = CreditState | 'cancelling' | 'cancelled'

export interface Credit {
  id: CreditId
  mediaCode: MediaCode
  transactionNumber: TransactionNumber
  mallId: string
  /** Given in a test mall: no real 적립금. */
  test: boolean
  shopNo: number
  memberId: MemberId
  /** KRW */
  amount: number
  pointKind: string | null
  state: WholeState
  convertedAt: Date | null
  /** When it was accepted. */
  createdAt: Date
  creditedAt: Date | null
  cancel: { by: string; reason: string; askedAt: Date; doneAt: Date | null } | null
}

export interface Part {
  id: PartId
  direction: 'increase' | 'decrease'
  /** 1 … `parts` */
  number: number
  parts: number
  /** KRW */
  amount: number
  state: PartState
  attempts: number
  /** What travels in Cafe24's `reason`, word for word, e.g. `7K3Q9ZX2ABG1 제휴포인트 전환 ME1`. */
  reason: string
  sentAt: Date | null
  lastCode: string | null
  lastMessage: string | null
}

export interface NewCredit {
  mediaCode: MediaCode
  mallId: string
  /** Cafe24's shop number; 1 where the caller has none. */
  shopNo: number
  memberId: MemberId
  /** KRW, whole, 1 or more. */
  amount: number
  transactionNumber: TransactionNumber
  pointKind?: string | null
  convertedAt?: Date | null
  /** Anything by which the caller wants to find the credit again ({@link Ledger.byReference}); at most 200 characters. */
  reference?: string | null
}

export type AcceptResult =
  | { kind: 'accepted'; creditId: CreditId }
  /** The media gave this transaction number before; `same`: with the same mall, shop, member and amount. */
  | { kind: 'duplicate'; creditId: CreditId; same: boolean }
  | { kind: 'invalid'; field: keyof NewCredit; message: string }

export type CancelResult =
  /** The deduction is durable and on its way. */
  | { kind: 'cancelling'; deducting: number; available: number }
  /** Nothing had reached Cafe24, so there was nothing to deduct. */
  | { kind: 'cancelled' }
  /** It was asked for before; nothing new happens. */
  | { kind: 'already'; state: 'cancelling' | 'cancelled' }
  | { kind: 'insufficient'; available: number; needed: number }
  /**
   * Rows of the point history say that somebody may have taken the points back by hand, and `byHand` is not about exactly
   * these. Nothing changed; ask again with `byHand`. No rows: `byHand` was about rows that the history does not show.
   */
  | { kind: 'perhaps-taken'; rows: HistoryRow[]; available: number; needed: number }
  /** It is under way or unclear: wait, or settle the review first. */
  | { kind: 'not-cancellable'; state: WholeState }
  /** The available points could not be read; nothing changed. */
  | { kind: 'unavailable'; code: string; message: string }
  | { kind: 'not-found' }

export type AvailableResult =
  | {
      kind: 'available'
      available: number
      needed: number
      sufficient: boolean
      /** Rows by which somebody may have taken the points back by hand. */
      perhapsTaken: HistoryRow[]
    }
  | { kind: 'unavailable'; code: string; message: string }
  | { kind: 'not-found' }

/** A row of Cafe24's point history, for people. */
export interface HistoryRow {
  at: Date
  /** KRW; below 0: taken. */
  change: number
  reason: string
}

/** What a person says of the rows that `perhaps-taken`, or `perhapsTaken`, has shown them. */
export interface ByHandAnswer {
  /** `deduct`: they are of another matter, take the points. `taken`: they are this cancel, take nothing more. */
  choice: 'deduct' | 'taken'
  /** All that were shown, in any order. The choice holds for exactly these. */
  rows: readonly HistoryRow[]
}

export interface CancelRequest {
  creditId: CreditId
  by: string
  reason: string
  /** Left out: nobody has seen rows by hand. */
  byHand?: ByHandAnswer
}

export interface CreditQuery {
  mediaCodes?: readonly string[]
  memberId?: string
  transactionNumber?: string
  state?: WholeState
  /** Accepted at or after. */
  from?: Date
  /** Accepted before. */
  to?: Date
  /** The last credit of the page before. */
  after?: { createdAt: Date; id: CreditId }
  /** 1 … 500; 50 */
  limit?: number
}

export interface HistoryLine {
  at: Date
  subject: 'credit' | 'cancel' | 'person'
  from: string | null
  to: string
  event: string
  reason: string | null
  /** The part's number where the credit has several. */
  part: number | null
  by: string | null
}

/** Where a review stands among those that wait. */
export interface ReviewKey {
  /** Since when it waits, as PostgreSQL's own text: a `Date` would round its microseconds. */
  at: string
  partId: PartId
}

export interface ReviewQuery {
  /** Left out: of every media. */
  mediaCodes?: readonly string[]
  /** Left out: of every kind. */
  kind?: Review['kind']
  /** The last review of the page before. */
  after?: ReviewKey
  /** 1 … 500; 50 */
  limit?: number
}

/** What a person needs to know to settle a part. */
export interface Review {
  key: ReviewKey
  partId: PartId
  credit: Credit
  part: Part
  kind: 'credit-unknown' | 'credit-refused' | 'cancel-unknown' | 'cancel-refused'
  since: Date
  decisions: Decision[]
  /** What was tried and seen, oldest first. */
  history: HistoryLine[]
}

/**
 * `applied`: Cafe24's point history holds it. `not-applied`, `retry`: they do not, send it again. `abandon`: they do not, and it shall
 * not be sent; a credit's other parts are then taken back, a cancel's credit stays as it was.
 */
export type Decision = 'applied' | 'not-applied' | 'retry' | 'abandon'

export type DecideResult =
  | { kind: 'decided'; creditId: CreditId; state: WholeState }
  | { kind: 'not-found' }
  /** The part is no longer a person's to decide, or not in this way. */
  | { kind: 'not-decidable'; state: PartState }

export interface CreditChange {
  creditId: CreditId
  mediaCode: MediaCode
  transactionNumber: TransactionNumber
  state: WholeState
}
