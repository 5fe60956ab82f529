import { startActor, type Actor } from './actor.ts'
import type { Dice } from './dice.ts'
import { memberWithPoints, members, shops, type PlannedCredit } from './plan.ts'
import type { HandMadeRow, SimulatedCafe24 } from './simulated-cafe24.ts'

export interface Bystanders extends Actor {
  /** Rows that they made. */
  rows(): number
}

const PAUSE_MS = 100
/** For each credit of the run; then they rest, however long the run takes. */
const ROWS_PER_CREDIT = 1
const MAX_AMOUNT = 50_000
/** Small, so that members keep what a cancel takes back. */
const MAX_DEDUCTION = 500
/** Few: each that meets a credit under way needs a person. */
const NAMING_SHARE = 0.006
const DEDUCTION_SHARE = 0.08
const GIFT_SHARE = 0.2

/** Other apps and the malls' admins: they give and take points all the while, in the same members' histories. */
export function startBystanders(
  cafe24: SimulatedCafe24,
  plan: readonly PlannedCredit[],
  malls: readonly string[],
  dice: Dice,
): Bystanders {
  let rows = 0
  const actor = startActor(
    PAUSE_MS,
    async () => {
      if (rows >= plan.length * ROWS_PER_CREDIT) return
      const { mallId, row } = drawRow(plan, malls, dice)
      await cafe24.addRows(mallId, [row])
      rows += 1
    },
    () => false,
  )
  return { ...actor, rows: () => rows }
}

function drawRow(
  plan: readonly PlannedCredit[],
  malls: readonly string[],
  dice: Dice,
): { mallId: string; row: HandMadeRow } {
  const roll = dice.next()
  const { credit, refused } = plan[dice.below(plan.length)]!
  const amount = 1 + dice.below(MAX_AMOUNT)
  const anybody = {
    member_id: members[dice.below(members.length)]!,
    shop_no: shops[dice.below(shops.length)]!,
    type: 'increase' as const,
    amount,
  }
  const mallId = malls[dice.below(malls.length)]!
  if (roll < NAMING_SHARE && !refused) {
    // Only a person can tell what it is for.
    const { memberId: member_id, shopNo: shop_no } = credit
    const reason = `고객 요청 지급 ${credit.transactionNumber}`
    return { mallId: credit.mallId, row: { member_id, shop_no, type: 'increase', amount, reason } }
  }
  if (roll < NAMING_SHARE + DEDUCTION_SHARE) {
    const deduction = { type: 'decrease' as const, amount: 1 + dice.below(MAX_DEDUCTION) }
    return {
      mallId,
      row: { ...anybody, ...deduction, member_id: memberWithPoints, reason: '유효기간 만료 차감' },
    }
  }
  if (roll < NAMING_SHARE + DEDUCTION_SHARE + GIFT_SHARE)
    return { mallId, row: { ...anybody, reason: '이벤트 당첨 지급' } }
  const reason = dice.next() < 0.2 ? null : '구매 후기 적립'
  return { mallId, row: { ...anybody, reason, case: 'AM', client_id: 'other-app' } }
}
