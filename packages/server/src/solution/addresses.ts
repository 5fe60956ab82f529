import { POINTPAY_POPUP_ORIGIN, servedShops } from '@pointpay/contracts'
import type { Media } from '../media/media.ts'

/** The solution's own addresses under the public origin. */
export interface Addresses {
  /** What Cafe24 sends the mall's owner back to; registered with the mall's app. */
  redirectUri: string
  returnUrl(returnKey: string): string
  /** What to send to the mall's owner. An extra that is left out is asked for where it was granted before. */
  install(mediaCode: string, extras?: Partial<ConsentExtras>): string
}

/** What a consent may grant besides 적립금, which the guide has every app register. */
export interface ConsentExtras {
  /** Putting the widget into the mall's pages. */
  scriptTag: boolean
  /** Reading the mall's shops. */
  shops: boolean
}

/** The query parameters of the install address: `1` asks for the extra, `0` does not. */
export const extraParameters = { scriptTag: 'script_tag', shops: 'shops' } as const satisfies Record<
  keyof ConsentExtras,
  string
>

export function createAddresses(origin: string): Addresses {
  return {
    redirectUri: `${origin}/solution/result`,
    returnUrl: (returnKey) => `${origin}/solution/return/${returnKey}`,
    install(mediaCode, extras = {}) {
      const url = new URL(`${origin}/solution/install/${mediaCode}`)
      for (const [extra, parameter] of Object.entries(extraParameters)) {
        const wanted = extras[extra as keyof ConsentExtras]
        if (wanted !== undefined) url.searchParams.set(parameter, wanted ? '1' : '0')
      }
      return url.href
    },
  }
}

/** How the script finds the popup, where that is not ours, and what it proves to ours. */
export interface PopupOptions {
  origin?: string
  separator?: string
  status?: 'off'
  /** The script asks Cafe24 for the member's signed token, as this app of the mall. */
  proof?: 'cafe24'
  clientId?: string
}

type PoppedMedia = Pick<Media, 'mode' | 'popup' | 'kind' | 'nonceSeparator' | 'memberProof'>

/**
 * PointPay's own popup for a live media that has it; a media in test mode always has our sandbox. A merchant's own backend is
 * told by PointPay itself, so there is no result of its to ask us for.
 *
 * @param clientId of the mall's app at Cafe24; null: there is no mall
 */
export function popupOptions(media: PoppedMedia, clientId: string | null): PopupOptions {
  if (media.mode === 'test' || media.popup === 'own')
    return media.memberProof === 'cafe24-token' && clientId !== null ? { proof: 'cafe24', clientId } : {}
  if (media.kind === 'own-backend') return { origin: POINTPAY_POPUP_ORIGIN, status: 'off' }
  return {
    origin: POINTPAY_POPUP_ORIGIN,
    ...(media.nonceSeparator ? { separator: media.nonceSeparator } : {}),
  }
}

/** What a skin editor pastes where the button shall stand. */
export function snippetOf(
  origin: string,
  media: PoppedMedia & Pick<Media, 'code' | 'shops'>,
  clientId: string | null,
): string {
  const options = Object.entries({ ...popupOptions(media, clientId), ...shopOption(media) }).map(
    ([name, value]) => ` data-${attributeOf(name)}="${value}"`,
  )
  const tag = `<script src="${origin}/sdk/v1/pointpay.js" data-a-code="${media.code}"${options.join('')} async></script>`
  return `${tag}\n<pointpay-button></pointpay-button>`
}

/** `clientId` → `client-id`, as a `dataset` reads it. */
function attributeOf(option: string): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/**
 * Also where the mall is believed to have one shop: pasted into another one's skin, the code must show nothing. With PointPay's
 * own popup the refusal would come only after the points were taken.
 */
function shopOption({ kind, shops }: Pick<Media, 'kind' | 'shops'>): { shops?: string } {
  return kind === 'own-backend' ? {} : { shops: servedShops(shops).join(',') }
}
