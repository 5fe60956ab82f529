import type { NewMedia } from '@pointpay/contracts'
import type { Media } from '../../media/media.ts'
import type { Addresses } from '../addresses.ts'
import type { SolutionOptions } from '../deps.ts'

/** What is stored of a media that somebody wants; its keys are drawn here. */
export function newMediaOf(
  { integration, ...settings }: NewMedia,
  addresses: Addresses,
  newKey: () => string,
  ownPopup: SolutionOptions['ownPopup'],
): Omit<Media, 'createdAt'> {
  const popup = settings.popup ?? (ownPopup === 'none' ? 'pointpay' : 'own')
  const common = { ...settings, popup, memberProofSecret: newKey() }
  if (integration.kind === 'own-backend')
    return { ...common, kind: 'own-backend', mallId: null, returnUrl: integration.returnUrl, returnKey: null }
  const returnKey = newKey()
  const { mallId } = integration
  return { ...common, kind: 'cafe24', mallId, returnUrl: addresses.returnUrl(returnKey), returnKey }
}
