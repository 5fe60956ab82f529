import type { NewCredit } from '@pointpay/credit'
import type { Dice } from './dice.ts'

export interface PlannedCredit {
  credit: NewCredit
  /** Cafe24 does not know the member: it must be refused, and applied zero times. */
  refused: boolean
  /** Taken back once it is credited. */
  cancelled: boolean
  /**
   * What somebody does in the mall's admin just before the cancel. `takes-it`: takes the credit back there, so that the ledger must
   * not. `names-it`: takes other points with the credit's number in the reason. Null: nothing.
   */
  byHand: 'takes-it' | 'names-it' | null
}

const MEMBERS = 8
export const mallIds = (malls: number, prefix = 'mall') =>
  Array.from({ length: malls }, (_, index) => `${prefix}${index + 1}`)
export const shops = [1, 2]
export const members = Array.from({ length: MEMBERS }, (_, index) => `member${index + 1}`)
/** Has points in every mall and shop before the run begins, as any real mall's members do. */
export const memberWithPoints = 'member1'

/** The credits of a run, by its seed: amounts small and large, some in parts, some for nobody, some to be cancelled. */
export function planCredits(count: number, malls: number, dice: Dice): PlannedCredit[] {
  const ids = mallIds(malls)
  return Array.from({ length: count }, (_, index) => {
    const refused = dice.next() < 0.02
    const large = dice.next() < 0.01
    const credit = {
      mediaCode: 'chaos',
      mallId: ids[dice.below(malls)],
      shopNo: shops[dice.below(shops.length)],
      memberId: refused ? 'nobody' : members[dice.below(MEMBERS)],
      amount: large ? 1_000_001 + dice.below(2_000_000) : 1 + dice.below(50_000),
      transactionNumber: `ME${String(index + 1).padStart(10, '0')}`,
    } as NewCredit
    const cancelled = !refused && dice.next() < 0.05
    return { credit, refused, cancelled, byHand: cancelled ? drawByHand(dice) : null }
  })
}

function drawByHand(dice: Dice): PlannedCredit['byHand'] {
  const roll = dice.next()
  if (roll < 0.1) return 'takes-it'
  return roll < 0.2 ? 'names-it' : null
}
