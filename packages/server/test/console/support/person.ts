import { type ConsoleErrorBody, consoleErrorBodySchema, type Me, meSchema } from '@pointpay/contracts'
import type { Hono } from 'hono'
import type * as z from 'zod/mini'

export const origin = 'http://pointpay.test'

/** Somebody in front of a browser, as far as cookies and requests go. */
export class Person {
  readonly #app: Hono
  readonly cookies = new Map<string, string>()

  constructor(app: Hono) {
    this.#app = app
  }

  async request(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#app.request(`${origin}/console/api${path}`, {
      ...init,
      headers: { host: 'pointpay.test', ...(cookie ? { cookie } : {}), ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      if (value) this.cookies.set(name, value)
      else this.cookies.delete(name)
    }
    return response
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.request(path, {
      method,
      headers: { origin, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }

  /** The answer, which must be good and what the contract says. */
  async get<T>(path: string, schema: z.ZodMiniType<T>): Promise<T> {
    return answer(await this.request(path), schema)
  }

  tryLogin(login: string, password: string, code?: string): Promise<Response> {
    return this.send('POST', '/login', { login, password, ...(code === undefined ? {} : { code }) })
  }

  async logIn(login: string, password: string): Promise<Me> {
    return answer(await this.tryLogin(login, password), meSchema)
  }
}

export async function answer<T>(response: Response, schema: z.ZodMiniType<T>): Promise<T> {
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(body)}`)
  return schema.parse(body)
}

export async function refusal(
  response: Response,
): Promise<ConsoleErrorBody['error'] & { status: number; retryAfter: string | null }> {
  const { error } = consoleErrorBodySchema.parse(await response.json())
  return { status: response.status, retryAfter: response.headers.get('retry-after'), ...error }
}
