import * as z from 'zod/mini'

/**
 * The states of a credit.
 *
 * | state | means |
 * | --- | --- |
 * | `accepted` | promised: the RETURN URL answered 201 |
 * | `sending` | an attempt is out |
 * | `credited` | the 적립금 is in the mall |
 * | `waiting` | certainly not applied; it is tried again |
 * | `unknown` | perhaps applied; Cafe24's point history decides |
 * | `refused` | certainly refused for good |
 * | `review` | a person decides |
 */
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
