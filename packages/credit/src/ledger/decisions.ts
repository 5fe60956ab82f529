import type { Selectable } from 'kysely'
import type { PartTable } from '../tables/tables.ts'
import type { CreditEvent, PartState } from './machine.ts'
import type { Decision } from './types.ts'

type PartRow = Selectable<PartTable>

/** What each decision is to the machine, by the part's state. */
const events: Partial<Record<PartState, Partial<Record<Decision, CreditEvent>>>> = {
  review: { applied: 'decided-applied', 'not-applied': 'decided-not-applied', abandon: 'abandon' },
  refused: { applied: 'decided-applied', retry: 'retry', abandon: 'abandon' },
}

const undecided = new Set<PartState>(['sending', 'unknown', 'review'])

/** What a person may decide of this part. `siblings`: all parts of its credit, itself too. */
export function decisionsFor(part: PartRow, siblings: readonly PartRow[]): Decision[] {
  const all = Object.keys(events[part.state] ?? {}) as Decision[]
  return mayAbandon(part, siblings) ? all : all.filter((decision) => decision !== 'abandon')
}

export function eventOf(part: PartRow, decision: Decision): CreditEvent | null {
  return events[part.state]?.[decision] ?? null
}

/**
 * A deduction can be left only where the credit is whole without its cancel: none of it was deducted, and none of the
 * credit was given up for it. A credit can be left once it is known of its other parts what there is to take back.
 */
function mayAbandon(part: PartRow, siblings: readonly PartRow[]): boolean {
  const others = siblings.filter((each) => each.id !== part.id && each.direction === part.direction)
  if (part.direction === 'decrease') {
    const isWhole = siblings.every(({ direction, state }) => direction === 'decrease' || state === 'credited')
    return isWhole && others.every(({ state }) => state !== 'credited' && !undecided.has(state))
  }
  return others.every(({ state }) => !undecided.has(state))
}
