import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page, Route } from '@playwright/test'

const dist = join(import.meta.dirname, '../../packages/widget/dist')

/** Where the fake PointPay is: its script, its popup, its status address. */
export const POINTPAY = 'https://pointpay.test'

export const SCRIPT = `${POINTPAY}/sdk/v1/pointpay.js`

if (!existsSync(dist)) throw new Error(`${dist} is not there: build the widget first (pnpm build).`)

/** The SDK's built files, all of one build. */
const files = new Map(
  ['pointpay.js', 'pressed.js', 'manifest.json'].map((name) => [
    name,
    readFileSync(join(dist, name), 'utf8'),
  ]),
)
const built = (name: string): string => files.get(name)!

const manifest = JSON.parse(built('manifest.json')) as {
  version: string
  files: Record<string, { integrity: string }>
}

/** Each built script's integrity, as the build published it. */
export const integrity = (name: string): string => manifest.files[name]!.integrity

/** Where the tag of the moving major loads the rest from: the version that it is of. */
export const PRESSED_PATH = `/sdk/${manifest.version}/pressed.js`

export interface Status {
  status: 'open' | 'converting' | 'converted' | 'credited' | 'cancelled' | 'failed'
  transactionNumber?: string
  pointKind?: string
  points?: number
  amount?: number
  test?: true
}

export const conversion = { transactionNumber: 'ME1', pointKind: 'KT', points: 12_000, amount: 12_345 }
export const credit = { transactionNumber: 'ME1', amount: 12_345 }

/** PointPay's own popup, which `PointPay.serve` answers too: a page that posts nothing and has no status address. */
export const POINTPAY_POPUP = 'https://ssl.pointpay.im'

const popupPage = `<!doctype html><html lang="ko"><head><title>PointPay</title><link rel="icon" href="data:,"></head>
<body><h1>PointPay</h1></body></html>`

/**
 * PointPay as the widget meets it, answered inside the browser: the built script, a popup that says what a test tells it
 * to, and a status address whose answers a test sets; beside it PointPay's own popup, of which our server knows what a
 * test says that it heard.
 */
export class PointPay {
  /** Every request that came, in order: paths without the query. */
  readonly requests: string[] = []
  /** The Cross-Origin-Opener-Policy of the popup's page. */
  popupCoop: string | undefined
  /** What the status address says of any press; undefined: it has not seen it (404). */
  status: Status | undefined
  /**
   * What our server says of a press of PointPay's own popup, by the nonce that it saw in a RETURN URL call; where it has
   * seen none: 404.
   */
  readonly presses = new Map<string, Status>()
  /** Every address of PointPay's own host that was asked for, in order. */
  readonly ownPopupRequests: string[] = []
  /** How long the script tag's file takes to come: the page is painted before it. */
  scriptDelayMs = 0
  /** Bodies for built files that a test replaces; null: the network fails. */
  readonly replaced = new Map<string, string | null>()

  async serve(context: BrowserContext): Promise<void> {
    await context.route(`${POINTPAY}/**`, async (route) => {
      const { pathname } = new URL(route.request().url())
      this.requests.push(pathname)
      const headers = { 'access-control-allow-origin': '*' }
      const file = /^\/sdk\/[\w.]+\/(\w+\.js)$/.exec(pathname)?.[1]
      if (file) {
        const body = this.replaced.has(file) ? this.replaced.get(file)! : built(file)
        if (this.scriptDelayMs) await new Promise((resolve) => setTimeout(resolve, this.scriptDelayMs))
        if (body === null) return route.abort('failed')
        return route.fulfill({ body, headers, contentType: 'text/javascript' })
      }
      const nonce = /^\/(?:pointhub\/sessions|solution\/presses)\/(.+)$/.exec(pathname)?.[1]
      if (nonce) {
        const status = pathname.startsWith('/solution/') ? this.presses.get(nonce) : this.status
        if (!status) return route.fulfill({ status: 404, headers, json: {} })
        return route.fulfill({ headers, json: status })
      }
      return this.answerPopup(route)
    })
    await context.route(`${POINTPAY_POPUP}/**`, (route) => {
      this.ownPopupRequests.push(route.request().url())
      return this.answerPopup(route)
    })
  }

  private answerPopup(route: Route): Promise<void> {
    const coop = this.popupCoop && { 'cross-origin-opener-policy': this.popupCoop }
    return route.fulfill({ body: popupPage, contentType: 'text/html', headers: { ...coop } })
  }

  get statusRequests(): number {
    return this.requests.filter((path) => path.startsWith('/pointhub/sessions/')).length
  }
}

/** The nonce that this popup was opened with. */
export const nonceOf = (popup: Page): string =>
  new URLSearchParams(new URL(popup.url()).hash.slice(1)).get('n') ?? ''

/** The popup posts a message to its opener; `fields` go over the right ones. */
export async function say(popup: Page, type: string, fields: object = {}): Promise<void> {
  const message = { pointpay: 1, nonce: nonceOf(popup), type, ...fields }
  await popup.evaluate((data) => (opener as Window).postMessage(data, '*'), message)
}
