import { randomBytes } from 'node:crypto'
import type { ReturnForm, TransactionNumber } from '@pointpay/contracts'
import { signConversionToken } from '../../src/pointhub/conversion-token.ts'
import { settingsEnv } from './service.ts'

export function aTransactionNumber(): string {
  return `ME${randomBytes(9).toString('hex').toUpperCase()}`
}

/** The guide's form, as PointPay fills it in. */
export function aForm(
  media: { code: string },
  change: Partial<Record<keyof ReturnForm, string>> = {},
): Record<string, string> {
  return {
    rw_pay_type: 'KT',
    rw_user_id: 'shopper01',
    rw_price: '10000',
    rw_reg_datetime: '2021-12-17 11:25:36',
    rw_a_code: media.code,
    rw_orderno: aTransactionNumber(),
    utc_code: 'ETC',
    ...change,
  }
}

/** As our own popup posts it. */
export async function aSignedForm(
  media: { code: string },
  change: Partial<Record<keyof ReturnForm, string>> = {},
): Promise<Record<string, string>> {
  const form = aForm(media, change)
  const secrets = { current: settingsEnv(0, '')['POINTPAY_SECRET']!, previous: [] }
  const utc_code = await signConversionToken(secrets, {
    mediaCode: media.code,
    memberId: form['rw_user_id'],
    transactionNumber: form['rw_orderno'] as TransactionNumber,
    pointKind: form['rw_pay_type'],
    amount: Number(form['rw_price']),
    addParam: null,
  } as Parameters<typeof signConversionToken>[1])
  return { ...form, utc_code }
}

export interface Answer {
  status: number
  text: string
  contentType: string | null
}

/** Calls a RETURN URL as PointPay does. */
export async function post(
  returnUrl: string,
  body: Record<string, string> | [string, string][] | string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isText = typeof body === 'string' || body instanceof Uint8Array
  const answer = await fetch(returnUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: isText ? body : new URLSearchParams(body as Record<string, string>).toString(),
  })
  return {
    status: answer.status,
    text: await answer.text(),
    contentType: answer.headers.get('content-type'),
  }
}
