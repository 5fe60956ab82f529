import * as z from 'zod/mini'
import { mediaCodeSchema, memberIdSchema, pointKindCodeSchema, transactionNumberSchema } from './ids.ts'

/**
 * The RETURN URL contract, byte for byte as in PointPay's guide: PointPay posts a form when points were converted, and the
 * merchant answers in plain text. Parameter names are the wire's own.
 */

/** `2021-12-17 11:25:36`, KST without a zone. */
const registeredAtPattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

export const returnFormSchema = z.object({
  rw_pay_type: pointKindCodeSchema,
  rw_user_id: memberIdSchema,
  /** Points converted, as decimal digits without sign, fraction or leading zero: at least 1. */
  rw_price: z.string().check(z.regex(/^[1-9]\d{0,14}$/)),
  rw_reg_datetime: z.string().check(z.regex(registeredAtPattern)),
  rw_a_code: mediaCodeSchema,
  rw_orderno: transactionNumberSchema,
  utc_code: z.optional(z.string().check(z.maxLength(4000))),
})
export type ReturnForm = z.infer<typeof returnFormSchema>

export const returnFormFields = [
  'rw_pay_type',
  'rw_user_id',
  'rw_price',
  'rw_reg_datetime',
  'rw_a_code',
  'rw_orderno',
  'utc_code',
] as const satisfies readonly (keyof ReturnForm)[]

export type ReturnFormResult =
  | { kind: 'ok'; form: ReturnForm }
  | { kind: 'missing' | 'repeated' | 'malformed'; field: keyof ReturnForm }

/** Reads a decoded form. A field given twice is refused; unknown fields are ignored. */
export function parseReturnForm(params: URLSearchParams): ReturnFormResult {
  const values: Record<string, string> = {}
  for (const field of returnFormFields) {
    const [value, ...more] = params.getAll(field)
    if (more.length > 0) return { kind: 'repeated', field }
    if (value) values[field] = value
    else if (field !== 'utc_code') return { kind: 'missing', field }
  }
  const parsed = returnFormSchema.safeParse(values)
  if (parsed.success) return { kind: 'ok', form: parsed.data }
  return { kind: 'malformed', field: parsed.error.issues[0]?.path[0] as keyof ReturnForm }
}

/** `rw_reg_datetime` as an instant: it is KST (UTC+9, no summer time). */
export function registeredAt(form: Pick<ReturnForm, 'rw_reg_datetime'>): Date {
  return new Date(`${form.rw_reg_datetime.replace(' ', 'T')}+09:00`)
}

/** An instant as `rw_reg_datetime` wants it: KST, to the second. */
export function formatRegisteredAt(instant: Date): string {
  return new Date(instant.getTime() + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The reasons of the guide, word for word. */
export const returnReasons = { duplicate: '거래번호 중복', noSuchMember: '아이디 없음' } as const

export type ReturnAnswer =
  | { kind: 'credited' }
  | { kind: 'refused'; reason: string }
  /** Neither `201` nor `202|-|…`: HTML, nothing, another number. Whether the merchant credited is not known. */
  | { kind: 'unreadable' }

/** The text to answer with. */
export function formatReturnAnswer(answer: Exclude<ReturnAnswer, { kind: 'unreadable' }>): string {
  return answer.kind === 'credited' ? '201' : `202|-|${answer.reason.replaceAll(/[\r\n|]/g, ' ')}`
}

/** Reads a merchant's answer; blanks, a BOM and line ends around it are forgiven. */
export function parseReturnAnswer(text: string): ReturnAnswer {
  const answer = text.replace(/^\uFEFF/, '').trim()
  if (answer === '201') return { kind: 'credited' }
  const refused = /^202\s*\|\s*-\s*\|(.*)$/s.exec(answer)
  return refused ? { kind: 'refused', reason: (refused[1] ?? '').trim() } : { kind: 'unreadable' }
}
