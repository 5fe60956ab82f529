import { formatRegisteredAt, returnFormFields, type ReturnForm } from '@pointpay/contracts'
import type { Secrets } from '../../kernel/secrets.ts'
import type { Media } from '../../media/media.ts'
import { type ConversionClaims, signConversionToken } from '../conversion-token.ts'
import type { ConversionRow } from '../tables.ts'

/**
 * The form of a conversion, the same at every attempt. `rw_price` is what the mall is to credit, in KRW: with a partner whose
 * points are worth another amount, the points alone would credit the wrong sum.
 */
export async function returnFormOf(
  row: ConversionRow,
  media: Media,
  secrets: Secrets,
): Promise<URLSearchParams> {
  const utcCode =
    media.kind === 'cafe24'
      ? await signConversionToken(secrets, {
          mediaCode: row.media_code,
          memberId: row.member_id,
          transactionNumber: row.transaction_number,
          pointKind: row.kind,
          amount: row.amount,
          shopNo: row.shop_no,
          addParam: row.add_param,
          ...(row.test ? { test: true } : {}),
        } as ConversionClaims)
      : row.add_param
  const values: Record<keyof ReturnForm, string> = {
    rw_pay_type: row.kind,
    rw_user_id: row.member_id,
    rw_price: String(row.amount),
    rw_reg_datetime: formatRegisteredAt(row.started_at),
    rw_a_code: row.media_code,
    rw_orderno: row.transaction_number,
    utc_code: utcCode ?? '',
  }
  return new URLSearchParams(returnFormFields.map((field): [string, string] => [field, values[field]]))
}
