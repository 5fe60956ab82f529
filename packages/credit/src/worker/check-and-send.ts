import type { Context } from '../context.ts'
import { startCounting } from '../elapsed.ts'
import { applyEvents } from '../ledger/apply-events.ts'
import { checkBeforeSend } from '../reconcile/check-before-send.ts'
import { createReadHistoryOf } from '../reconcile/read-history-of.ts'
import { CLAIM_DEADLINE_SHARE } from '../timing.ts'
import type { CallResult } from './call-result.ts'
import { CALLS_PER_CHECK_BEFORE_SEND, type ClaimedPart } from './claim.ts'
import { handBack } from './hand-back.ts'
import { mallHealth } from './mall-health.ts'
import { sendPart } from './send-part.ts'

/** Looks for a part that has waited in Cafe24's point history, and sends it if nothing says that it was given meanwhile. */
export async function checkAndSend(context: Context, claimed: ClaimedPart): Promise<CallResult> {
  const { part, mall, attempt } = claimed
  const base = { creditId: part.credit_id, partId: part.id, attempt }
  const sinceRead = startCounting()
  const read = createReadHistoryOf(
    context,
    mall.accessToken ?? '',
    CALLS_PER_CHECK_BEFORE_SEND,
    claimed.sinceClaim,
  )
  const check = await checkBeforeSend(context, part, read)
  const outcome = check.kind === 'stop' ? check.failure : null
  const health = mallHealth(claimed, outcome ?? { ok: true, value: null, headers: check.headers })
  if (check.kind === 'stop') return { event: { ...base, ...check.event }, mall: health }
  const { leaseMs } = context.timing
  // What was read too long ago, e.g. before this process was frozen, is read again.
  if (sinceRead() > leaseMs * CLAIM_DEADLINE_SHARE)
    return { event: { ...base, event: 'check-again', dueInMs: 0, code: 'handed-back' }, mall: health }
  const sinceBegun = startCounting()
  const [sending] = await context.db
    .transaction()
    .execute((trx) => applyEvents(trx, [{ ...base, event: 'send', dueInMs: leaseMs }]))
  // Another worker took it over, or a person decided meanwhile.
  if (!sending) return { event: { ...base, event: 'check-again', dueInMs: 0 }, mall: health }
  const sent = { ...claimed, attempt: sending.attempts }
  if (sinceBegun() > leaseMs * CLAIM_DEADLINE_SHARE) return handBack(sent)
  return sendPart(context, sent)
}
