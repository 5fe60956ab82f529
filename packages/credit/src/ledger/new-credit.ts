import { memberIdSchema, mediaCodeSchema, transactionNumberSchema } from '@pointpay/contracts'
import * as z from 'zod'
import type { NewCredit } from './types.ts'

/** A thousand parts; nobody converts a billion won, and a slip of the caller's shall not become a thousand calls. */
const MAX_AMOUNT = 1_000_000_000

const newCreditSchema = z.object({
  mediaCode: mediaCodeSchema,
  mallId: z.string().min(1).max(60),
  shopNo: z.int().min(1).max(32_767),
  memberId: memberIdSchema,
  amount: z.int().min(1).max(MAX_AMOUNT),
  transactionNumber: transactionNumberSchema,
  pointKind: z.string().max(40).nullish(),
  convertedAt: z.date().nullish(),
} satisfies Record<keyof NewCredit, unknown>)

/** What is wrong with a credit; null: nothing. */
export function problemOf(credit: NewCredit): { field: keyof NewCredit; message: string } | null {
  const parsed = newCreditSchema.safeParse(credit)
  if (parsed.success) return null
  const [issue] = parsed.error.issues
  return {
    field: (issue?.path[0] ?? 'mediaCode') as keyof NewCredit,
    message: issue?.message ?? 'is not valid',
  }
}
