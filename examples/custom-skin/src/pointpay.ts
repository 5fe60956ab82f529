import { createPointPay } from '@pointpay/widget'

/** One for the whole shop, made outside of any component. */
export const pointpay = createPointPay({
  aCode: import.meta.env['VITE_A_CODE'] ?? 'demo',
  origin: import.meta.env['VITE_POINTPAY_ORIGIN'] ?? 'http://127.0.0.1:4300',
  texts: { button: '제휴포인트로 적립금 만들기' },
})
