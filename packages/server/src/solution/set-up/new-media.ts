import type { NewMedia, ServiceView } from '@pointpay/contracts'
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
  const common = { ...settings, popup, memberProofSecret: newKey() }
  if (integration.kind === 'own-backend')
    return { ...common, kind: 'own-backend', mallId: null, returnUrl: integration.returnUrl, returnKey: null }
  const returnKey = newKey()
  const { mallId } = integration
  return { ...common, kind: 'cafe24', mallId, returnUrl: addresses.returnUrl(returnKey), returnKey }
}
