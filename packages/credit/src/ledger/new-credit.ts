import { memberIdSchema, mediaCodeSchema, transactionNumberSchema } from '@pointpay/contracts'
import * as z from 'zod'
import type { NewCredit } from './types.ts'

/** A thousand parts; nobody converts a billion won, and a slip of the caller's shall not become a thousand calls. */
const MAX_AMOUNT = 1_000_000_000

/** Far within what one entry of an index holds. */
const MAX_REFERENCE = 200

/** What ISO 8601 writes with four digits of a year. */
const EARLIEST = new Date('0001-01-01T00:00:00Z')
const LATEST = new Date('9999-12-31T00:00:00Z')

const newCreditSchema = z.object({
  mediaCode: mediaCodeSchema,
  mallId: z.string().min(1).max(60),
  shopNo: z.int().min(1).max(32_767),
  memberId: memberIdSchema,
  amount: z.int().min(1).max(MAX_AMOUNT),
  transactionNumber: transactionNumberSchema,
  pointKind: z.string().max(40).nullish(),
  convertedAt: z.date().min(EARLIEST).max(LATEST).nullish(),
  reference: z.string().min(1).max(MAX_REFERENCE).nullish(),
} satisfies Record<keyof NewCredit, unknown>)

const freeTexts = ['mallId', 'memberId', 'pointKind', 'reference'] as const

/** Whether PostgreSQL takes it as text: credits that come at the same time share a statement, and would share its failure. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** What is wrong with a credit; null: nothing. */
export function problemOf(credit: NewCredit): { field: keyof NewCredit; message: string } | null {
  const parsed = newCreditSchema.safeParse(credit)
  if (parsed.success) {
    const field = freeTexts.find((each) => !isStorable(credit[each] ?? ''))
    return field ? { field, message: 'holds NUL or half a surrogate pair' } : null
  }
  const [issue] = parsed.error.issues
  return {
    field: (issue?.path[0] ?? 'mediaCode') as keyof NewCredit,
    message: issue?.message ?? 'is not valid',
  }
}
