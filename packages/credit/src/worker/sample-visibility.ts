import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { startCounting } from '../elapsed.ts'
import { isTestMall } from '../cafe24/test-mall.ts'
import { isReasonOf } from '../ledger/reason.ts'
import { couldBe } from '../reconcile/judge-history.ts'
import { noteVisibility } from '../reconcile/mall-visibility.ts'
import { createReadHistoryOf } from '../reconcile/read-history-of.ts'
import type { ClaimedPart } from './claim.ts'

/** Between the readings of one sample: close together at first, since most rows show up at once. */
const FIRST_PAUSE_MS = 250
const PAUSE_GROWTH = 2

export interface VisibilitySampler {
  /** Measures now and then how long the row of a credit that was just applied takes to show up. Never throws, nothing waits. */
  afterCredit(claimed: ClaimedPart): void
}

/** One sample a mall each `visibilityEveryMs`, in all processes. */
export function createVisibilitySampler(
  context: Context,
  stopping: AbortSignal,
  keep: (task: Promise<void>) => void,
): VisibilitySampler {
  const { db, timing, log } = context
  const lastTried = new Map<string, () => number>()

  /** Whether this process, and no other, shall measure now. */
  async function isDue(mallId: string): Promise<boolean> {
    const { rows } = await sql`
      update credit_malls set visibility_sampled_at = now()
      where mall_id = ${mallId}
        and coalesce(visibility_sampled_at < now() - ${timing.visibilityEveryMs}::float8 * interval '1 ms', true)
      returning mall_id`.execute(db)
    return rows.length > 0
  }

  async function measure({ part, mall }: ClaimedPart): Promise<void> {
    const sinceApplied = startCounting()
    if (!(await isDue(mall.mallId))) return
    let pauseMs = FIRST_PAUSE_MS
    while (!stopping.aborted) {
      const read = createReadHistoryOf(context, mall.accessToken ?? '', 0, sinceApplied)
      const { rows } = await read({
        mallId: mall.mallId,
        shopNo: part.shop_no,
        memberId: part.member_id,
        since: part.created_at,
        now: part.now,
      })
      const afterMs = sinceApplied()
      const isShown = rows.some(({ reason }) => isReasonOf(reason, part))
      const isAltered = !isShown && rows.some((row) => couldBe(row, part))
      if (isAltered) log('mall.reason-altered', { mallId: mall.mallId, partId: part.id }, 'error')
      const isLate = !isShown && !isAltered && afterMs > timing.quietPeriodMs
      if (isLate)
        log(
          'mall.history-late',
          { mallId: mall.mallId, partId: part.id, afterMs: Math.round(afterMs) },
          'warn',
        )
      if (isShown || isAltered || isLate) return noteVisibility(context, mall.mallId, afterMs)
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => {})
      pauseMs *= PAUSE_GROWTH
    }
  }

  return {
    afterCredit(claimed) {
      const { mallId } = claimed.mall
      if (isTestMall(mallId)) return
      const sinceTried = lastTried.get(mallId)
      if (sinceTried && sinceTried() < timing.visibilityEveryMs) return
      lastTried.set(mallId, startCounting())
      keep(measure(claimed))
    },
  }
}
