import type { AnswerHeaders } from '../cafe24/outcome.ts'
import type { PartEvent } from '../ledger/apply-events.ts'
import type { ConsentProblem } from '../malls/types.ts'

/** What a call showed of its part and of its mall. */
export interface CallResult {
  event: PartEvent
  mall: CallOfMall
}

export interface CallOfMall {
  mallId: string
  /** Of the token that was used. */
  tokenVersion: number
  /** The database's time as of the claim: calls that failed together were claimed before the first of them failed. */
  claimedAt: Date
  /** `answered`: by Cafe24, whatever it said; `failed`: the mall seems down; `neither`: it says nothing of that. */
  health: 'answered' | 'failed' | 'neither'
  headers: AnswerHeaders
  /** How far Cafe24's clock is ahead of the database's, ms; null: not shown. */
  clockSkewMs: number | null
  overflowed: boolean
  tokenRefused: boolean
  /** Cafe24 refused the mall or its app, not the call. */
  refusal: { problem: ConsentProblem; message: string } | null
  /** Cafe24 refused this member's credit for good; null: it did not. */
  refusedMember: string | null
}
