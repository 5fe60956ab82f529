import * as z from 'zod'
import { parseKst } from './kst.ts'

/** Amounts come as `"12345.00"`, at times as numbers, a member's total even below nothing. Parts of a won are kept. */
export const amountField = z.union([
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
  z.number(),
])

/** A time; without a zone it is KST. */
export const instantField = z.string().transform((text, context) => {
  const date = parseKst(text)
  if (date) return date
  context.addIssue({ code: 'custom', message: `"${text}" is not a time` })
  return z.NEVER
})

/** A number that some answers give as text. */
export const intField = z.coerce.number().int()
