import * as z from 'zod/mini'
import { instantSchema } from './ids.ts'

/** A row of a member's point history at Cafe24, as a person needs it to recognise it. */
export const pointHistoryRowSchema = z.object({
  at: instantSchema,
  /** KRW; below 0: taken. */
  change: z.int(),
  reason: z.string(),
})
export type PointHistoryRow = z.infer<typeof pointHistoryRowSchema>
