import type { PartTable } from '../tables/tables.ts'
import type { Selectable } from 'kysely'
import type { WholeState } from './types.ts'

type PartRow = Selectable<PartTable>

/** What a cancel of a credit comes to. */
export type CancelPlan =
  | { kind: 'already'; state: 'cancelling' | 'cancelled' }
  | { kind: 'not-cancellable' }
  /** `abandon`: parts that never reached Cafe24; `deduct`: those that did. */
  | { kind: 'possible'; abandon: PartRow[]; deduct: PartRow[] }

/** Parts that Cafe24 surely does not hold. */
const neverReached = new Set(['accepted', 'waiting', 'refused', 'abandoned'])

export function planCancel(state: WholeState, parts: readonly PartRow[]): CancelPlan {
  if (state === 'cancelling' || state === 'cancelled') return { kind: 'already', state }
  const increases = parts.filter(({ direction }) => direction === 'increase')
  if (increases.some((part) => part.state !== 'credited' && !neverReached.has(part.state))) {
    return { kind: 'not-cancellable' } // Under way, or nobody knows: what to deduct is not known.
  }
  return {
    kind: 'possible',
    abandon: increases.filter((part) => part.state !== 'credited' && part.state !== 'abandoned'),
    deduct: increases.filter((part) => part.state === 'credited'),
  }
}

/** KRW to be deducted. */
export function neededFor(plan: CancelPlan): number {
  return plan.kind === 'possible' ? plan.deduct.reduce((sum, part) => sum + part.amount, 0) : 0
}
