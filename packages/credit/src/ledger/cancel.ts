import { availablePoints } from '../books/available-points.ts'
import type { Context } from '../context.ts'
import type { Ledger } from '../credit-types.ts'
import type { createReadToken } from '../tokens/read-token.ts'
import type { WakeMalls } from '../worker/wake.ts'
import { beginCancel } from './begin-cancel.ts'
import { neededFor, planCancel } from './cancel-plan.ts'
import { freeNext } from './free-next.ts'
import { lockCredit, type LockedCredit } from './lock-credit.ts'
import { keyOf } from './read-credit.ts'
import type { AvailableResult, CancelResult, CreditId } from './types.ts'

type Available =
  | { kind: 'available'; available: number }
  | { kind: 'unavailable'; code: string; message: string }

/** Takes credits back, and says beforehand whether that can be. */
export function createCancel(
  context: Context,
  wake: WakeMalls,
  readToken: ReturnType<typeof createReadToken>,
): Pick<Ledger, 'cancel' | 'availablePoints'> {
  const { db, log } = context

  const look = (creditId: CreditId): Promise<LockedCredit | null> =>
    db.transaction().execute((trx) => lockCredit(trx, keyOf(creditId) ?? 0))

  async function readAvailable({ row }: LockedCredit): Promise<Available> {
    const { result } = await readToken(row.mall_id)
    if (result.kind === 'unavailable') return result
    if (result.kind !== 'token') {
      const problem = result.kind === 'consent-needed' ? result.problem : result.kind
      return { kind: 'unavailable', code: 'consent-needed', message: problem }
    }
    const found = await availablePoints(
      context,
      { mallId: row.mall_id, accessToken: result.accessToken },
      { memberId: row.member_id, shopNo: row.shop_no, since: row.created_at },
    )
    if (!found.ok) return { kind: 'unavailable', code: found.code, message: found.message }
    return { kind: 'available', available: found.available }
  }

  async function cancel({
    creditId,
    by,
    reason,
  }: {
    creditId: CreditId
    by: string
    reason: string
  }): Promise<CancelResult> {
    const seen = await look(creditId)
    if (!seen) return { kind: 'not-found' }
    const seenPlan = planCancel(seen.row.state, seen.parts)
    if (seenPlan.kind === 'already') return seenPlan
    if (seenPlan.kind === 'not-cancellable') return { kind: 'not-cancellable', state: seen.row.state }
    const needed = neededFor(seenPlan)
    const before = needed > 0 ? await readAvailable(seen) : null
    if (before?.kind === 'unavailable') return before
    const available = before?.available ?? 0
    if (available < needed) return { kind: 'insufficient', available, needed }

    const result = await db.transaction().execute(async (trx): Promise<CancelResult> => {
      const held = await lockCredit(trx, seen.row.id)
      if (!held) return { kind: 'not-found' }
      const plan = planCancel(held.row.state, held.parts)
      if (plan.kind === 'already') return plan
      // It went on meanwhile: what was read of the available points no longer answers the question.
      if (plan.kind === 'not-cancellable' || neededFor(plan) !== needed) {
        return { kind: 'not-cancellable', state: held.row.state }
      }
      const asked = {
        creditId: held.row.id,
        mediaCode: held.row.media_code,
        transactionNumber: held.row.transaction_number,
        state: held.row.state,
        by,
        reason,
      }
      const state = await beginCancel(trx, asked, plan)
      return state === 'cancelling'
        ? { kind: 'cancelling', deducting: needed, available }
        : { kind: 'cancelled' }
    })
    log('credit.cancel', { creditId, kind: result.kind })
    if (result.kind === 'cancelling') await wake([{ mallId: seen.row.mall_id, inMs: 0 }])
    if (result.kind === 'cancelling' || result.kind === 'cancelled') await freeNext(context, [seen.row.id])
    return result
  }

  return {
    cancel,
    async availablePoints(creditId): Promise<AvailableResult> {
      const seen = await look(creditId)
      if (!seen) return { kind: 'not-found' }
      const needed = neededFor(planCancel(seen.row.state, seen.parts))
      const found = await readAvailable(seen)
      if (found.kind === 'unavailable') return found
      return { ...found, needed, sufficient: found.available >= needed }
    },
  }
}
