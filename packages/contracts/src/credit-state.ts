import * as z from 'zod/mini'

/** The states of a credit: design.md, "Exactly once, over an API that has no idempotency key". */
export const creditStates = [
  'accepted',
  'sending',
  'credited',
  'waiting',
  'unknown',
  'refused',
  'review',
] as const
export const creditStateSchema = z.enum(creditStates)
export type CreditState = z.infer<typeof creditStateSchema>
