import { type NewMedia, onlyFirstShop, type ServiceView } from '@pointpay/contracts'
import type { NewMediaRow } from '../../media/media-store.ts'

/** What is stored of a media that somebody wants. */
export function newMediaOf({ integration, ...settings }: NewMedia, { pointhub }: ServiceView): NewMediaRow {
  const popup = settings.popup ?? (pointhub ? 'own' : 'pointpay')
  const common = { ...settings, popup, shopsReadAt: null }
  if (integration.kind === 'own-backend') {
    const { kind, returnUrl } = integration
    return { ...common, kind, shops: [], mallId: null, returnUrl }
  }
  const { mallId } = integration
  const shops = settings.shops ?? onlyFirstShop
  return { ...common, kind: 'cafe24', shops, mallId, returnUrl: null }
}
