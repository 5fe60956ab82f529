import type { CallResult } from './call-result.ts'
import type { ClaimedPart } from './claim.ts'
import { noHealth } from './mall-health.ts'

/** The end of an attempt whose call was not made, since it would have outlived its lease. */
export function handBack({ part, mall, attempt }: ClaimedPart): CallResult {
  const base = { creditId: part.credit_id, partId: part.id, attempt }
  return {
    event: { ...base, event: 'handed-back', dueInMs: 0, code: 'handed-back' },
    mall: noHealth(mall.mallId, mall.tokenVersion, part.now),
  }
}
