import { randomBytes, randomUUID } from 'node:crypto'
import {
  type PopupErrorBody,
  popupErrorBodySchema,
  sessionViewSchema,
  type SessionView,
  termsIds,
} from '@pointpay/contracts'
import type { Hono } from 'hono'

export const origin = 'http://pointpay.test'

export const aNonce = () => randomBytes(16).toString('base64url')

/** A shopper's browser as far as cookies and requests go, talking to the app over HTTP messages. */
export class Browser {
  readonly #app: Hono
  readonly cookies = new Map<string, string>()
  language = 'ko'
  /** Its network address; empty: not known. */
  address = ''

  constructor(app: Hono) {
    this.#app = app
  }

  /** The same browser, with its cookies, served by another process. */
  at(app: Hono): Browser {
    const other = new Browser(app)
    for (const [name, value] of this.cookies) other.cookies.set(name, value)
    return other
  }

  async request(
    path: string,
    init: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const forwarded = this.address && { 'x-forwarded-for': this.address }
    const response = await this.#app.request(`${origin}${path}`, {
      ...init,
      headers: {
        host: 'pointpay.test',
        'accept-language': this.language,
        cookie,
        ...forwarded,
        ...init.headers,
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      this.cookies.set(name, value)
    }
    return response
  }

  api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(`/pointhub/api${path}`, {
      method,
      headers: { origin, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }

  /** Opens the page, then the session, as the popup app does. */
  async open(
    press: {
      aCode?: string
      userId?: string
      shopNo?: number
      nonce?: string
      addParam?: string
      returnTo?: string
    } = {},
  ) {
    const wanted = { aCode: 'shop', userId: 'shopper01', nonce: aNonce(), ...press }
    await this.request(`/pointhub/direct?a_code=${wanted.aCode}&user_id=${encodeURIComponent(wanted.userId)}`)
    return new Shopper(this, await view(await this.api('POST', '/sessions', wanted)))
  }
}

/** A shopper in one session. */
export class Shopper {
  readonly browser: Browser
  view: SessionView

  constructor(browser: Browser, opened: SessionView) {
    this.browser = browser
    this.view = opened
  }

  get id(): string {
    return this.view.id
  }

  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response> {
    return this.browser.api(method, `/sessions/${this.id}${path}`, body, headers)
  }

  async identify(name = '홍길동', phone = `010-${digits(4)}-${digits(4)}`): Promise<this> {
    this.view = await view(await this.call('POST', '/identity', { name, phone }))
    if (this.view.identity.status !== 'sent') throw new Error(this.view.identity.status)
    const code = this.view.identity.sandboxCode
    this.view = await view(await this.call('POST', '/identity/confirm', { code }))
    return this
  }

  async select(kind: string, points: number): Promise<this> {
    this.view = await view(await this.call('PUT', '/selection', { kind, points }))
    return this
  }

  /** The raw answer to pressing `전환하기`. */
  press(key: string = randomUUID(), agreed: readonly string[] = termsIds): Promise<Response> {
    const body = { ...this.view.selection, agreed }
    return this.call('POST', '/conversions', body, { 'idempotency-key': key })
  }

  async convert(key?: string): Promise<this> {
    this.view = await view(await this.press(key))
    return this
  }

  async reload(): Promise<SessionView> {
    this.view = await view(await this.call('GET', ''))
    return this.view
  }

  /** Waits until the server shows the conversion in a state. */
  async until(state: string, withinMs = 5_000): Promise<SessionView> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const seen = await this.reload()
      if (seen.conversion?.state === state) return seen
      if (performance.now() > deadline)
        throw new Error(`Still ${seen.conversion?.state ?? 'unconverted'}, not ${state}.`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}

export async function view(response: Response): Promise<SessionView> {
  const json: unknown = await response.json()
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(json)}`)
  return sessionViewSchema.parse(json)
}

export async function refusal(response: Response): Promise<PopupErrorBody['error'] & { status: number }> {
  return { status: response.status, ...popupErrorBodySchema.parse(await response.json()).error }
}

export function digits(count: number): string {
  return Array.from(randomBytes(count), (byte) => byte % 10).join('')
}
