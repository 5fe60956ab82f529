import {
  conversionQuerySchema,
  memberIdSchema,
  transactionNumberSchema,
  type ConversionQuery,
} from '@pointpay/contracts'
import { messages } from '../messages.ts'

export type ConversionField = 'mediaCode' | 'memberId' | 'transactionNumber' | 'state' | 'from' | 'to'
export const conversionFields = [
  'memberId',
  'transactionNumber',
  'state',
  'from',
  'to',
  'mediaCode',
] as const satisfies readonly ConversionField[]

/** What is typed in the search form. The address holds it, so that a search can be reloaded, sent and gone back to. */
export type ConversionSearch = Record<ConversionField, string>

export function searchOf(params: URLSearchParams): ConversionSearch {
  return Object.fromEntries(
    conversionFields.map((field) => [field, (params.get(field) ?? '').trim()]),
  ) as ConversionSearch
}

export type SearchErrors = Partial<Record<ConversionField, string>>

/** What is wrong with a search, by field, in the person's words. */
export function searchErrors(search: ConversionSearch): SearchErrors {
  const words = messages.conversion
  return {
    ...(search.memberId && !memberIdSchema.safeParse(search.memberId).success
      ? { memberId: words.wrongMemberId }
      : {}),
    ...(search.transactionNumber && !transactionNumberSchema.safeParse(search.transactionNumber).success
      ? { transactionNumber: words.wrongTransactionNumber }
      : {}),
    ...(search.from && search.to && search.from > search.to ? { to: words.wrongRange } : {}),
  }
}

/** The search as the API takes it; what an address holds that is no valid condition is left out. */
export function queryOf(search: ConversionSearch): ConversionQuery {
  const query: Record<string, unknown> = {}
  for (const field of conversionFields) {
    const parsed = conversionQuerySchema.shape[field].safeParse(search[field] || undefined)
    if (parsed.success && parsed.data !== undefined) query[field] = parsed.data
  }
  return query as ConversionQuery
}
