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

/** What a skin editor pastes where the button shall stand. */
export function snippetOf(origin: string, media: Pick<Media, 'code'>): string {
  return `<script src="${origin}/sdk/v1/pointpay.js" data-a-code="${media.code}" async></script>
<pointpay-button></pointpay-button>`
}
