import type { MediaMode, MediaStatus, PopupOwner, ServiceView } from '@pointpay/contracts'

/**
 * Whether the media's button opens our own popup, so that the popup's settings have an effect. A test media always does:
 * its popup is our sandbox, whatever is chosen for live use.
 */
export function opensOwnPopup(media: { mode: MediaMode; popup: PopupOwner }, service: ServiceView): boolean {
  return media.mode === 'test' || (media.popup === 'own' && service.pointhub)
}

/**
 * Whether we learn what PointPay's own popup converted, so that a separator has an effect. A merchant's own backend is told by
 * PointPay itself.
 */
export function tellsResult({ popup, kind }: Pick<MediaStatus, 'popup' | 'kind'>): boolean {
  return popup === 'pointpay' && kind === 'cafe24'
}
