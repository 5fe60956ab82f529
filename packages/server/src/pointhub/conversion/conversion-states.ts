/**
 * A conversion's life, as data.
 *
 * | state | the shopper's points | leaves by |
 * | --- | --- | --- |
 * | `reserving` | perhaps set aside | the partner's answer; after a crash or a time-out: released |
 * | `recorded` | set aside, and the postback is written | capture |
 * | `captured` | taken | the RETURN URL's answer |
 * | `delivered` | taken | – (or a cancel) |
 * | `review` | taken | a person, in the console |
 * | `releasing` | perhaps still set aside | release |
 * | `returning` | taken, being given back since the mall did not credit | refund |
 * | `cancelling` | taken, being given back since the mall took the 적립금 back | refund |
 * | `failed` | not taken, or given back | – |
 * | `cancelled` | given back | – |
 */
export const conversionMoves = {
  reserving: ['recorded', 'releasing', 'failed'],
  recorded: ['captured', 'failed'],
  captured: ['delivered', 'returning', 'review', 'cancelling'],
  delivered: ['cancelling'],
  review: ['captured', 'delivered', 'returning', 'cancelling'],
  releasing: ['failed'],
  returning: ['failed'],
  cancelling: ['cancelled'],
  failed: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>

export type ConversionState = keyof typeof conversionMoves

/** States that some process must move on; recovery looks for these alone. */
export const workingStates = [
  'reserving',
  'recorded',
  'releasing',
  'returning',
  'cancelling',
] as const satisfies readonly ConversionState[]
export type WorkingState = (typeof workingStates)[number]

export function isWorking(state: ConversionState): state is WorkingState {
  return (workingStates as readonly string[]).includes(state)
}

/** @throws where the table does not allow the move: a mistake in the program, never a matter of data. */
export function assertMove(from: ConversionState, to: ConversionState): void {
  if (!(conversionMoves[from] as readonly string[]).includes(to))
    throw new Error(`A conversion cannot go from ${from} to ${to}.`)
}
