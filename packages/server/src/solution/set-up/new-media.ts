import { type NewMedia, onlyFirstShop, type ServiceView } from '@pointpay/contracts'
import type { Media } from '../../media/media.ts'
import type { Addresses } from '../addresses.ts'

/** What is stored of a media that somebody wants; its keys are drawn here. */
export function newMediaOf(
  { integration, ...settings }: NewMedia,
  addresses: Addresses,
  newKey: () => string,
  { pointhub }: ServiceView,
): Omit<Media, 'createdAt'> {
  const popup = settings.popup ?? (pointhub ? 'own' : 'pointpay')
  const common = { ...settings, popup, shopsReadAt: null, memberProofSecret: newKey() }
  if (integration.kind === 'own-backend') {
    const { kind, returnUrl } = integration
    return { ...common, kind, shops: [], mallId: null, returnUrl, returnKey: null }
  }
  const returnKey = newKey()
  const { mallId } = integration
  const shops = settings.shops ?? onlyFirstShop
  return { ...common, kind: 'cafe24', shops, mallId, returnUrl: addresses.returnUrl(returnKey), returnKey }
}
