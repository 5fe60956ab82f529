import type { ConsoleState, MediaCode } from '@pointpay/contracts'
import type { PageKey } from './page-key.ts'

/** `own-backend` media have conversions that are delivered and never have a credit. */
export interface SearchedMedia {
  code: MediaCode
  kind: 'cafe24' | 'own-backend'
}

/** A search as the two sources of a page understand it. */
export interface Search {
  mediaCodes: readonly MediaCode[]
  memberId?: string
  transactionNumber?: string
  state?: ConsoleState
  /** Converted at or after. */
  from?: Date
  /** Converted before. */
  to?: Date
  /** The last row of the page before. */
  after?: PageKey
  limit: number
}

export interface FoundRow {
  key: PageKey
  mediaCode: string
  test: boolean
  transactionNumber: string
  memberId: string
  pointKind: string | null
  points: number | null
  amount: number
  state: ConsoleState
  convertedAt: Date
  creditedAt: Date | null
}
