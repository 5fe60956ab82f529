import { popupErrorBodySchema } from '@pointpay/contracts'
import type * as z from 'zod/mini'
import type { Language } from '../texts/language.ts'
import type { ApiFailure, ApiResult } from './failure.ts'

/** What calls go out through. */
export interface Wire {
  fetch: typeof fetch
  /** e.g. `https://ssl.pointpay.im`: the popup's own. */
  origin: string
  /** The language that kinds and refusals shall be told in. */
  language(): Language
  /** Hears the server's clock, ms since the epoch, with every answer. */
  heardClock(serverMs: number): void
}

export interface Call<T> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/pointhub/api`. */
  path: string
  body?: unknown
  headers?: Record<string, string>
  /** What the answer must be; null: an answer without a body. */
  answer: z.ZodMiniType<T> | null
  /** Lets the call outlive the page. */
  keepalive?: boolean
}

/** A conversion asks a partner twice, and each may take 5 s and a retry. */
const ANSWER_TIMEOUT_MS = 30_000

/** Never rejects. */
export async function request<T>(wire: Wire, call: Call<T>): Promise<ApiResult<T>> {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), ANSWER_TIMEOUT_MS)
  try {
    const response = await wire.fetch(apiUrl(wire, call.path), {
      method: call.method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        'accept-language': wire.language(),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.keepalive ? { keepalive: true } : {}),
      signal: giveUp.signal,
    })
    const serverMs = Date.parse(response.headers.get('date') ?? '')
    if (serverMs) wire.heardClock(serverMs)
    const body = response.status === 204 ? undefined : await readJson(response)
    if (!response.ok) return { ok: false, failure: refusal(response.status, body) }
    if (call.answer === null) return { ok: true, value: undefined as T }
    const parsed = call.answer.safeParse(body)
    if (parsed.success) return { ok: true, value: parsed.data }
    return { ok: false, failure: { kind: 'unreadable', status: response.status } }
  } catch {
    return { ok: false, failure: { kind: 'no-answer' } }
  } finally {
    clearTimeout(timer)
  }
}

export const apiUrl = (wire: Wire, path: string) => `${wire.origin}/pointhub/api${path}`

/** Says what an answer that is not 2xx means. */
export function refusal(status: number, body: unknown): ApiFailure {
  const parsed = popupErrorBodySchema.safeParse(body)
  return parsed.success ? { kind: 'refused', ...parsed.data.error } : { kind: 'unreadable', status }
}

export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
