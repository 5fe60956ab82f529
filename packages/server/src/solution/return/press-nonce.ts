import { nonceSchema } from '@pointpay/contracts'

/**
 * The nonce of the press that the widget sent along as `add_param`, and PointPay's own popup gave back as `utc_code`: alone, or
 * after the page's own parameter and the media's separator. null: none came along.
 */
export function pressNonce(utcCode: string | undefined, separator: string | null): string | null {
  const last = separator === null ? utcCode : utcCode?.split(separator).at(-1)
  return nonceSchema.safeParse(last).data ?? null
}
