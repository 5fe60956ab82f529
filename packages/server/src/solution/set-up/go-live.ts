import { type GoLiveItem, goLiveItems, type MediaStatus, type ServiceView } from '@pointpay/contracts'
import type { Media } from '../../media/media.ts'

interface Standing {
  consent: MediaStatus['consent']
  lastCreditAt: string | null
}

/** The checklist for going live, as `goLiveItems` of the contracts has it. */
export function goLiveOf(
  media: Media,
  { consent, lastCreditAt }: Standing,
  service: ServiceView,
): MediaStatus['goLive'] {
  const ownBackend = media.kind === 'own-backend'
  const done: Record<GoLiveItem, boolean> = {
    consent: consent === 'consented' || consent === 'not-needed',
    partners: media.popup === 'pointpay' || (service.pointhub && !service.sandbox),
    member: media.popup === 'pointpay' || media.memberProof !== 'none',
    origins: media.origins.length > 0 && media.origins.every(isHttps),
    'return-url':
      media.popup === 'pointpay' ? ownBackend || lastCreditAt !== null : isHttps(media.returnUrl ?? ''),
  }
  return goLiveItems.map((item) => ({ item, done: done[item] }))
}

const isHttps = (address: string) => address.startsWith('https://')
