import type { MediaStatus } from './console-api.ts'

/**
 * How well a media's `user_id` is protected against somebody who writes another member's into the popup's address.
 *
 * | value | means |
 * | --- | --- |
 * | `proven` | Cafe24 or the merchant's backend signs who the member is, and our popup checks it |
 * | `shown` | our popup shows the whole id to the shopper before anything moves, and believes it |
 * | `trusted` | PointPay's own popup takes whatever the address says |
 */
export type MemberProtection = 'proven' | 'shown' | 'trusted'

/**
 * @example
 * memberProtectionOf({ mode: 'live', popup: 'own', memberProof: 'cafe24-token' }) // 'proven'
 */
export function memberProtectionOf({
  mode,
  popup,
  memberProof,
}: Pick<MediaStatus, 'mode' | 'popup' | 'memberProof'>): MemberProtection {
  // A media in test mode has our popup, whatever it has when it is live.
  if (popup === 'pointpay' && mode === 'live') return 'trusted'
  return memberProof === 'none' ? 'shown' : 'proven'
}
