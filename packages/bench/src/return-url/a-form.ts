import { formatRegisteredAt } from '@pointpay/contracts'

let sequence = 0

/** A RETURN URL form as PointPay sends it, with a transaction number of its own. */
export function aForm(mediaCode: string): string {
  sequence += 1
  return new URLSearchParams({
    rw_pay_type: 'KT',
    rw_user_id: `member${sequence % 1000}`,
    rw_price: '1000',
    rw_reg_datetime: formatRegisteredAt(new Date()),
    rw_a_code: mediaCode,
    rw_orderno: `ME${process.pid}${Date.now()}${sequence}`,
    utc_code: 'ETC',
  }).toString()
}
