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

/** How the script finds the popup, where that is not ours. */
export interface PopupOptions {
  origin?: string
  separator?: string
  status?: 'off'
}

/**
 * PointPay's own popup for a live media that has it; a media in test mode always has our sandbox. A merchant's own backend is
 * told by PointPay itself, so there is no result of its to ask us for.
 */
export function popupOptions(media: Pick<Media, 'mode' | 'popup' | 'kind' | 'nonceSeparator'>): PopupOptions {
  if (media.mode === 'test' || media.popup === 'own') return {}
  if (media.kind === 'own-backend') return { origin: POINTPAY_POPUP_ORIGIN, status: 'off' }
  return {
    origin: POINTPAY_POPUP_ORIGIN,
    ...(media.nonceSeparator ? { separator: media.nonceSeparator } : {}),
  }
}

/** What a skin editor pastes where the button shall stand. */
export function snippetOf(
  origin: string,
  media: Pick<Media, 'code' | 'mode' | 'popup' | 'kind' | 'nonceSeparator' | 'shops'>,
): string {
  const options = Object.entries({ ...popupOptions(media), ...shopOption(media) }).map(
    ([name, value]) => ` data-${name}="${value}"`,
  )
  const tag = `<script src="${origin}/sdk/v1/pointpay.js" data-a-code="${media.code}"${options.join('')} async></script>`
  return `${tag}\n<pointpay-button></pointpay-button>`
}

/**
 * Also where the mall is believed to have one shop: pasted into another one's skin, the code must show nothing. With PointPay's
 * own popup the refusal would come only after the points were taken.
 */
function shopOption({ kind, shops }: Pick<Media, 'kind' | 'shops'>): { shops?: string } {
  return kind === 'own-backend' ? {} : { shops: servedShops(shops).join(',') }
}
