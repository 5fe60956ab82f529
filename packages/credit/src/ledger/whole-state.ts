import type { PartState } from './machine.ts'
import type { WholeState } from './types.ts'

/** What a whole credit is called while its parts differ: the one that needs most attention gives the name. */
const byAttention = ['credited', 'accepted', 'waiting', 'sending', 'unknown', 'refused', 'review'] as const

/** The state of a credit, from those of its parts. */
export function wholeState(
  parts: readonly { direction: 'increase' | 'decrease'; state: PartState }[],
  cancelAsked: boolean,
): WholeState {
  if (cancelAsked) {
    const decreases = parts.filter(({ direction }) => direction === 'decrease')
    return decreases.every(({ state }) => state === 'credited') ? 'cancelled' : 'cancelling'
  }
  const increases = new Set(
    parts.filter(({ direction }) => direction === 'increase').map(({ state }) => state),
  )
  return byAttention.findLast((state) => increases.has(state)) ?? 'cancelled'
}
