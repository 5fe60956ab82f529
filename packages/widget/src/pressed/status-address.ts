import type { Press } from './pressed.ts'

/** PointPay's own popup has no status address. */
const POINTPAY_POPUP = /\/\/(ssl|www)\.pointpay\.im$/

/**
 * | kind | the popup is | who answers, and from when |
 * | --- | --- | --- |
 * | `popup` | our own | the popup's server, from the popup's opening on |
 * | `echo` | PointPay's own | our server, from when PointPay sent the nonce to the RETURN URL |
 */
export interface StatusAddress {
  kind: 'popup' | 'echo'
  url: string
}

/** Where to ask how the press ended; undefined where nothing tells it. */
export function statusAddress({ origin, statusOrigin, status, nonce }: Press): StatusAddress | undefined {
  if (status === false || !statusOrigin || !nonce) return undefined
  if (statusOrigin !== origin) return { kind: 'echo', url: `${statusOrigin}/solution/presses/${nonce}` }
  if (!status && POINTPAY_POPUP.test(origin)) return undefined
  return { kind: 'popup', url: `${origin}/pointhub/sessions/${nonce}` }
}
