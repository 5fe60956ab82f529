import type { Outcome } from '../cafe24/outcome.ts'
import type { Context } from '../context.ts'
import { noteVisibility } from '../reconcile/mall-visibility.ts'
import { createReadHistoryOf } from '../reconcile/read-history-of.ts'
import { reconcilePart } from '../reconcile/reconcile-part.ts'
import type { CallResult } from './call-result.ts'
import { CALLS_PER_CHECK, type ClaimedPart } from './claim.ts'
import { mallHealth } from './mall-health.ts'

/** Looks for an unclear part in Cafe24's point history. */
export async function checkPart(context: Context, claimed: ClaimedPart): Promise<CallResult> {
  const { part, mall, attempt } = claimed
  const read = createReadHistoryOf(context, mall.accessToken ?? '', CALLS_PER_CHECK, claimed.sinceClaim)
  const { event, headers, failure } = await reconcilePart(context, part, read)
  // The first check is as early as can be; only a row that a check did not show yet tells how long rows take.
  const unknownMs = part.unknown_ms ?? 0
  if (event.event === 'found' && unknownMs > 2 * context.timing.firstCheckMs)
    await noteVisibility(context, mall.mallId, unknownMs)
  const outcome: Outcome<null> = failure ?? { ok: true, value: null, headers }
  return {
    event: { ...event, creditId: part.credit_id, partId: part.id, attempt },
    mall: mallHealth(claimed, outcome),
  }
}
