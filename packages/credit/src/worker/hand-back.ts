import type { CallResult } from './call-result.ts'
import type { ClaimedPart } from './claim.ts'

/** The end of an attempt whose call was not made, since it would have outlived its lease. */
export function handBack({ part, mall, attempt }: ClaimedPart): CallResult {
  return {
    event: {
      creditId: part.credit_id,
      partId: part.id,
      attempt,
      event: 'handed-back',
      dueInMs: 0,
      code: 'handed-back',
    },
    mall: {
      mallId: mall.mallId,
      tokenVersion: mall.tokenVersion,
      health: 'neither',
      bucket: null,
      overflowed: false,
      tokenRefused: false,
      consentProblem: null,
    },
  }
}
