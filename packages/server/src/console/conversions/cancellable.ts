import type { OneConversion } from './one-conversion.ts'

const creditStates = ['credited', 'accepted', 'waiting', 'refused'] as const
const conversionStates = ['posting', 'delivered', 'review'] as const

/** Whether a cancel would be taken now. What is under way or unclear must settle first. */
export function isCancellable({ credit, conversion }: OneConversion): boolean {
  const states: readonly string[] = credit ? creditStates : conversionStates
  return states.includes((credit ?? conversion).state)
}
