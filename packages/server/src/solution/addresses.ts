import { POINTPAY_POPUP_ORIGIN } from '@pointpay/contracts'
import type { Media } from '../media/media.ts'

/** The solution's own addresses under the public origin. */
export interface Addresses {
  /** What Cafe24 sends the mall's owner back to; registered with the mall's app. */
  redirectUri: string
  returnUrl(returnKey: string): string
  /** What to send to the mall's owner. `withScriptTag`: its consent also lets the widget be put in. */
  install(mediaCode: string, withScriptTag?: boolean): string
}

export function createAddresses(origin: string): Addresses {
  return {
    redirectUri: `${origin}/solution/result`,
    returnUrl: (returnKey) => `${origin}/solution/return/${returnKey}`,
    install(mediaCode, withScriptTag = false) {
      return `${origin}/solution/install/${mediaCode}${withScriptTag ? '?script_tag=1' : ''}`
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
  media: Pick<Media, 'code' | 'mode' | 'popup' | 'kind' | 'nonceSeparator'>,
): string {
  const options = Object.entries(popupOptions(media)).map(([name, value]) => ` data-${name}="${value}"`)
  const tag = `<script src="${origin}/sdk/v1/pointpay.js" data-a-code="${media.code}"${options.join('')} async></script>`
  return `${tag}\n<pointpay-button></pointpay-button>`
}
