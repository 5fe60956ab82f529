import { randomUUID } from 'node:crypto'
import {
  type ConversionView,
  type OpenSession,
  popupErrorBodySchema,
  sessionViewSchema,
  type SessionView,
  termsIds,
} from '@pointpay/contracts'

/** The popup's API as a shopper's browser uses it, without the browser. */
export class ShopperApi {
  readonly #origin: string
  readonly #cookie: string
  view: SessionView

  private constructor(origin: string, cookie: string, view: SessionView) {
    this.#origin = origin
    this.#cookie = cookie
    this.view = view
  }

  /** Opens the popup's page for its cookie, then a session. */
  static async open(origin: string, who: { aCode: string; userId: string }): Promise<ShopperApi> {
    const query = new URLSearchParams({ a_code: who.aCode, user_id: who.userId })
    const page = await fetch(`${origin}/pointhub/direct?${query}`)
    if (!page.ok) throw new Error(`The popup's page answered ${page.status}: ${await page.text()}`)
    const cookie = page.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const view = await call(origin, cookie, 'POST', '/sessions', who as OpenSession)
    return new ShopperApi(origin, cookie, view)
  }

  /** Passes the sandbox's identity check; the sandbox's points belong to the phone. */
  async identify(phone = '010-1234-5678'): Promise<void> {
    await this.#call('POST', '/identity', { name: '홍길동', phone })
    const { identity } = this.view
    if (identity.status !== 'sent' || !identity.sandboxCode)
      throw new Error(`No code was sent: ${identity.status}`)
    await this.#call('POST', '/identity/confirm', { code: identity.sandboxCode })
  }

  /** Chooses, agrees and converts. */
  async convert(kind: string, points: number): Promise<ConversionView> {
    await this.#call('PUT', '/selection', { kind, points })
    const { selection } = this.view
    await this.#call(
      'POST',
      '/conversions',
      { ...selection, agreed: termsIds },
      { 'idempotency-key': randomUUID() },
    )
    if (!this.view.conversion) throw new Error('The server answered a session without a conversion.')
    return this.view.conversion
  }

  /** Follows the server-sent events until the 적립금 is there. */
  async untilCredited(deadlineMs: number): Promise<void> {
    const stream = await fetch(this.#address('/events'), {
      headers: { cookie: this.#cookie, accept: 'text/event-stream' },
      signal: AbortSignal.timeout(deadlineMs),
    })
    const decoder = new TextDecoder()
    let buffered = ''
    for await (const chunk of stream.body ?? []) {
      buffered += decoder.decode(chunk, { stream: true })
      const events = buffered.split('\n\n')
      buffered = events.pop() ?? ''
      for (const event of events) {
        const data = /^data: ?(.*)$/m.exec(event)?.[1]
        if (!data) continue
        this.view = sessionViewSchema.parse(JSON.parse(data))
        if (this.view.conversion?.state === 'credited') return
      }
    }
    throw new Error(`The events ended in state ${this.view.conversion?.state}.`)
  }

  async #call(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<void> {
    this.view = await call(
      this.#origin,
      this.#cookie,
      method,
      `/sessions/${this.view.id}${path}`,
      body,
      headers,
    )
  }

  #address(path: string): string {
    return `${this.#origin}/pointhub/api/sessions/${this.view.id}${path}`
  }
}

async function call(
  origin: string,
  cookie: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<SessionView> {
  const response = await fetch(`${origin}/pointhub/api${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin, cookie, ...headers },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (response.ok) return sessionViewSchema.parse(answer)
  const { error } = popupErrorBodySchema.parse(answer)
  throw new Error(`${method} ${path} answered ${response.status} ${error.code}: ${error.message}`)
}

interface Movement {
  type: string
  amount: string
  reason: string
}

/** What the simulated Cafe24's own books hold for one transaction. */
export async function creditedMovements(
  simulatorOrigin: string,
  memberId: string,
  transactionNumber: string,
): Promise<Movement[]> {
  const response = await fetch(`${simulatorOrigin}/_sim/members/${encodeURIComponent(memberId)}/points`)
  const { rows } = (await response.json()) as { rows: Movement[] }
  return rows.filter((row) => row.reason.includes(transactionNumber))
}
