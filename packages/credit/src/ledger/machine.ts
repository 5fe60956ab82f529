import type { CreditState } from '@pointpay/contracts'

/** A part's state: one of a credit's, or `abandoned`, which a person or a cancel chose and which is never sent. */
export type PartState = CreditState | 'abandoned'

/**
 * What may happen to a part, an increase or a decrease alike. `credited` of a decrease reads: deducted.
 *
 * A state and an event that are not in this table do not go together, and nothing happens. Events that come late, from an
 * attempt that was given up as `unknown`, are facts all the same and still count there. Once reconciliation has decided, a
 * late "applied" alone still counts, as long as nothing was sent again.
 */
export const machine = {
  accepted: {
    send: 'sending',
    abandon: 'abandoned',
    found: 'credited',
    ambiguous: 'review',
    'check-again': 'accepted',
    'store-went-back': 'unknown',
    'decided-applied': 'credited',
  },
  waiting: {
    send: 'sending',
    abandon: 'abandoned',
    applied: 'credited',
    found: 'credited',
    ambiguous: 'review',
    'check-again': 'waiting',
    'store-went-back': 'unknown',
  },
  sending: {
    applied: 'credited',
    'not-applied': 'waiting',
    refused: 'refused',
    unclear: 'unknown',
    'lease-ended': 'unknown',
    'handed-back': 'waiting',
    'store-went-back': 'unknown',
  },
  unknown: {
    applied: 'credited',
    'not-applied': 'waiting',
    refused: 'refused',
    found: 'credited',
    absent: 'unknown',
    'absent-twice': 'waiting',
    'check-again': 'unknown',
    ambiguous: 'review',
    'deadline-passed': 'review',
    'store-went-back': 'unknown',
  },
  refused: { retry: 'waiting', abandon: 'abandoned', 'decided-applied': 'credited' },
  review: {
    'decided-applied': 'credited',
    'decided-not-applied': 'waiting',
    abandon: 'abandoned',
    found: 'credited',
    applied: 'credited',
  },
  credited: {},
  abandoned: { revive: 'accepted' },
} as const satisfies Record<PartState, Partial<Record<string, PartState>>>

type EventOf<Row> = Row extends unknown ? keyof Row : never
export type CreditEvent = Extract<EventOf<(typeof machine)[PartState]>, string>

/** Where the event leads from this state; null: they do not go together, or the table knows no such state. */
export function nextState(state: PartState, event: CreditEvent): PartState | null {
  const moves: Partial<Record<CreditEvent, PartState>> | undefined = machine[state]
  return moves?.[event] ?? null
}
