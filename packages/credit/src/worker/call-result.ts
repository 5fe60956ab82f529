import type { BucketReading } from '../cafe24/outcome.ts'
import type { PartEvent } from '../ledger/apply-events.ts'
import type { ConsentProblem } from '../malls/types.ts'

/** What a call showed of its part and of its mall. */
export interface CallResult {
  event: PartEvent
  mall: {
    mallId: string
    /** Of the token that was used. */
    tokenVersion: number
    /** `answered`: by Cafe24, whatever it said; `failed`: the mall seems down; `neither`: it says nothing of that. */
    health: 'answered' | 'failed' | 'neither'
    bucket: BucketReading | null
    overflowed: boolean
    tokenRefused: boolean
    consentProblem: { problem: ConsentProblem; message: string } | null
  }
}
