import {
  goLiveItems,
  POINTPAY_POPUP_ORIGIN,
  servedShops,
  type GoLiveItem,
  type MediaStatus,
  type ServiceView,
} from '@pointpay/contracts'

/** Where the mocked service says that it is. */
export const SERVICE_ORIGIN = 'https://pointpay.example'

/** A media with what follows from its settings, as the server works it out: the button code and the checklist. */
export function standingOf(media: MediaStatus, service: ServiceView): MediaStatus {
  return { ...media, snippet: snippetOf(media), goLive: goLiveWithout(...missingOf(media, service)) }
}

export function snippetOf({
  code,
  mode,
  popup,
  nonceSeparator,
  kind,
  shops,
}: Pick<MediaStatus, 'code' | 'mode' | 'popup' | 'nonceSeparator' | 'kind' | 'shops'>): string {
  const origin = mode === 'live' && popup === 'pointpay' ? ` data-origin="${POINTPAY_POPUP_ORIGIN}"` : ''
  const separator = origin && nonceSeparator ? ` data-separator="${nonceSeparator}"` : ''
  const served = servedShops(shops)
  const shopNos = kind === 'own-backend' ? '' : ` data-shops="${served.join(',')}"`
  return `<script src="${SERVICE_ORIGIN}/sdk/v1/pointpay.js" data-a-code="${code}"${origin}${separator}${shopNos} async></script>
<pointpay-button></pointpay-button>`
}

/** The checklist of a media that lacks nothing but what is named. */
export function goLiveWithout(...missing: GoLiveItem[]): MediaStatus['goLive'] {
  return goLiveItems.map((item) => ({ item, done: !missing.includes(item) }))
}

function missingOf(media: MediaStatus, service: ServiceView): GoLiveItem[] {
  const pointPay = media.popup === 'pointpay'
  const isDone: Record<GoLiveItem, boolean> = {
    consent: media.consent === 'consented' || media.consent === 'not-needed',
    partners: pointPay || (service.pointhub && !service.sandbox),
    member: pointPay || media.memberProof !== 'none',
    origins: media.origins.length > 0 && media.origins.every(isHttps),
    'return-url': pointPay
      ? media.kind === 'own-backend' || media.lastCreditAt !== null
      : isHttps(media.returnUrl ?? ''),
  }
  return goLiveItems.filter((item) => !isDone[item])
}

function isHttps(address: string): boolean {
  return address.startsWith('https://')
}
