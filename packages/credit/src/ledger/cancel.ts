import { availablePoints, type AvailablePoints } from '../history/available-points.ts'
import type { PointRow } from '../cafe24/types.ts'
import type { Context } from '../context.ts'
import type { Ledger } from '../credit-types.ts'
import { databaseNow } from '../store/database-now.ts'
import type { createReadToken } from '../tokens/read-token.ts'
import type { WakeMalls } from '../worker/wake.ts'
import { beginCancel } from './begin-cancel.ts'
import { neededFor, planCancel, type CancelPlan } from './cancel-plan.ts'
import { lockCredit, type LockedCredit } from './lock-credit.ts'
import { keyOf } from './read-credit.ts'
import { areSameRows, takenByHand } from './taken-by-hand.ts'
import type { AvailableResult, CancelRequest, CancelResult, CreditId } from './types.ts'

/** Takes credits back, and says beforehand whether that can be. */
export function createCancel(
  context: Context,
  wake: WakeMalls,
  readToken: ReturnType<typeof createReadToken>,
): Pick<Ledger, 'cancel' | 'availablePoints'> {
  const { db, log } = context

  const find = (creditId: CreditId): Promise<LockedCredit | null> =>
    db.transaction().execute((trx) => lockCredit(trx, keyOf(creditId) ?? 0))

  async function readAvailable({ row }: LockedCredit): Promise<AvailablePoints> {
    const { result } = await readToken(row.mall_id)
    if (result.kind === 'unavailable') return { ok: false, code: result.code, message: result.message }
    if (result.kind !== 'token') {
      const problem = result.kind === 'consent-needed' ? result.problem : result.kind
      return { ok: false, code: 'consent-needed', message: problem }
    }
    return availablePoints(
      context,
      { mallId: row.mall_id, accessToken: result.accessToken },
      { memberId: row.member_id, shopNo: row.shop_no, since: row.created_at },
    )
  }

  async function cancel(request: CancelRequest): Promise<CancelResult> {
    const seen = await find(request.creditId)
    if (!seen) return { kind: 'not-found' }
    const plan = planCancel(seen.row.state, seen.parts)
    if (plan.kind === 'already') return plan
    if (plan.kind === 'not-cancellable') return { kind: 'not-cancellable', state: seen.row.state }
    const seenUntil = await databaseNow(db)
    const needed = neededFor(plan)
    const before = needed > 0 ? await readAvailable(seen) : { ok: true as const, available: 0, rows: [] }
    if (!before.ok) return { kind: 'unavailable', code: before.code, message: before.message }
    const obstacle = obstacleTo(request, plan, before)
    if (obstacle) return obstacle

    const choice = request.byHand?.choice ?? null
    const result = await db.transaction().execute(async (trx): Promise<CancelResult> => {
      const held = await lockCredit(trx, seen.row.id)
      if (!held) return { kind: 'not-found' }
      const heldPlan = planCancel(held.row.state, held.parts)
      if (heldPlan.kind === 'already') return heldPlan
      // It went on meanwhile: what was read of the member's history no longer answers the question.
      if (heldPlan.kind === 'not-cancellable' || neededFor(heldPlan) !== needed) {
        return { kind: 'not-cancellable', state: held.row.state }
      }
      const asked = {
        creditId: held.row.id,
        mediaCode: held.row.media_code,
        transactionNumber: held.row.transaction_number,
        state: held.row.state,
        by: request.by,
        reason: request.reason,
      }
      const state = await beginCancel(trx, asked, heldPlan, {
        until: seenUntil,
        taken: choice === 'taken',
      })
      return state === 'cancelling'
        ? { kind: 'cancelling', deducting: needed, available: before.available }
        : { kind: 'cancelled' }
    })
    log('credit.cancel', { creditId: request.creditId, kind: result.kind, byHand: choice })
    if (result.kind === 'cancelling') void wake([{ mallId: seen.row.mall_id, inMs: 0 }])
    return result
  }

  return {
    cancel,
    async availablePoints(creditId): Promise<AvailableResult> {
      const seen = await find(creditId)
      if (!seen) return { kind: 'not-found' }
      const plan = planCancel(seen.row.state, seen.parts)
      const needed = neededFor(plan)
      const found = await readAvailable(seen)
      if (!found.ok) return { kind: 'unavailable', code: found.code, message: found.message }
      return {
        kind: 'available',
        available: found.available,
        needed,
        sufficient: found.available >= needed,
        perhapsTaken: plan.kind === 'possible' ? takenByHand(plan.deduct, found.rows) : [],
      }
    },
  }
}

/** What stands in the way of a cancel by the member's history; null: nothing. */
function obstacleTo(
  { byHand }: CancelRequest,
  plan: Extract<CancelPlan, { kind: 'possible' }>,
  { available, rows }: { available: number; rows: readonly PointRow[] },
): CancelResult | null {
  const needed = neededFor(plan)
  const taken = takenByHand(plan.deduct, rows)
  // A row that came in after the answer was never judged by anybody. A row does not vanish from Cafe24's history: where one
  // that was shown is missing, one of the two readings is wrong, so a person looks again.
  const isAnswered = byHand ? taken.length > 0 && areSameRows(byHand.rows, taken) : taken.length === 0
  if (!isAnswered) return { kind: 'perhaps-taken', rows: taken, available, needed }
  if (byHand?.choice === 'taken') return null
  return available < needed ? { kind: 'insufficient', available, needed } : null
}
