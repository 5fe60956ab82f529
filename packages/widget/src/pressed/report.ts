import { own } from '../own.ts'

/** What a popup's message or the status address says of a press: a type and those of the fields that it carries. */
export interface Report {
  type: string
  transactionNumber?: string
  pointKind?: string
  points?: number
  amount?: number
  /** Of a media in test mode. */
  test?: true
  code?: string
  message?: string
}

/** What the text fields of the wire must look like (`ids.ts` of the contracts); the others are whole numbers, and `test`. */
const patterns: Record<string, RegExp> = {
  transactionNumber: /^[\w-]{1,64}$/,
  pointKind: /^[\p{L}\p{N}_][\p{L}\p{N}_ .+-]{0,29}$/u,
  // Not the closed list: a newer PointPay's code is passed on, not swallowed.
  code: /^\w{1,40}$/,
  message: /^/,
}

const conversionFields = ['transactionNumber', 'pointKind', 'points', 'amount']

/** Each message, with the fields that it must carry. Those with an amount may carry `test` too. */
const messages = new Map([
  ['ready', []],
  ['converted', conversionFields],
  ['credited', ['transactionNumber', 'amount']],
  ['cancelled', []],
  ['error', ['code', 'message']],
])

const statuses = ['open', 'converting', 'converted', 'credited', 'cancelled', 'failed']

function isValid(field: string, value: unknown): boolean {
  if (field === 'test') return value === true
  const pattern = patterns[field]
  if (pattern) return typeof value === 'string' && pattern.test(value)
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function pick(type: string, data: Record<string, unknown>, fields: string[]): Report | undefined {
  const report: Record<string, unknown> = { type }
  for (const field of fields) {
    if (!isValid(field, data[field])) return undefined
    report[field] = data[field]
  }
  return report as unknown as Report
}

/** A message of this press's popup, or undefined for anything else. The same as `popupMessageSchema` of the contracts. */
export function parseMessage(value: unknown, nonce: string): Report | undefined {
  try {
    const data = own(value)
    const type = data['type'] as string
    const fields = messages.get(type)
    const isMarked = fields?.includes('amount') && data['test'] !== undefined
    if (fields && data['pointpay'] === 1 && data['nonce'] === nonce)
      return pick(type, data, isMarked ? [...fields, 'test'] : fields)
  } catch {
    // Not an object.
  }
  return undefined
}

/** The status address's answer, or undefined for anything else. The same as `sessionStatusSchema` of the contracts. */
export function parseStatus(value: unknown): Report | undefined {
  try {
    const data = own(value)
    const status = data['status'] as string
    const present = [...conversionFields, 'test'].filter((field) => data[field] !== undefined)
    if (statuses.includes(status)) return pick(status, data, present)
  } catch {
    // Not an object.
  }
  return undefined
}

/** Whether the report carries all that a message of its type must. */
export const isComplete = (report: Report) =>
  messages.get(report.type)?.every((field) => field in report) ?? true
