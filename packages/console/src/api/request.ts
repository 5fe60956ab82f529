import { consoleErrorBodySchema } from '@pointpay/contracts'
import type * as z from 'zod/mini'
import type { ApiFailure, ApiResult } from './failure.ts'

/** What calls go out through. */
export interface Wire {
  fetch: typeof fetch
  /** e.g. `https://ssl.pointpay.im`; the console's own origin, which the server demands of changing calls. */
  origin: string
  /** The server no longer knows this browser's session. */
  onLoggedOut(): void
}

export interface Call<T> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/console/api`. */
  path: string
  query?: Readonly<Record<string, string | undefined>>
  body?: unknown
  /** What the answer must be; null: an answer without a body. */
  answer: z.ZodMiniType<T> | null
  signal?: AbortSignal | undefined
}

/** Reading Cafe24's points before a cancel is the slowest call: its own time-out is 10 s, then one retry. */
const ANSWER_TIMEOUT_MS = 25_000

/** @throws only the caller's own abort. */
export async function request<T>(wire: Wire, call: Call<T>): Promise<ApiResult<T>> {
  const changing = call.method !== undefined && call.method !== 'GET'
  try {
    const response = await wire.fetch(apiUrl(wire.origin, call.path, call.query), {
      method: call.method ?? 'GET',
      credentials: 'same-origin',
      headers: call.body === undefined ? {} : { 'content-type': 'application/json' },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: withTimeout(call.signal),
    })
    const body = response.status === 204 ? undefined : await readJson(response)
    if (!response.ok) return { ok: false, failure: refusal(wire, response.status, body, changing) }
    if (call.answer === null) return { ok: true, value: undefined as T }
    const parsed = call.answer.safeParse(body)
    if (parsed.success) return { ok: true, value: parsed.data }
    return { ok: false, failure: { kind: 'unreadable', status: response.status, changing } }
  } catch (error) {
    if (call.signal?.aborted) throw error
    return { ok: false, failure: { kind: 'no-answer', changing } }
  }
}

export function apiUrl(origin: string, path: string, query: Call<unknown>['query'] = {}): string {
  const url = new URL(`/console/api${path}`, origin)
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value)
  return url.href
}

/** Says what an answer that is not 2xx means, and tells the wire when it means that nobody is logged in any more. */
export function refusal(wire: Wire, status: number, body: unknown, changing: boolean): ApiFailure {
  const parsed = consoleErrorBodySchema.safeParse(body)
  if (!parsed.success) return { kind: 'unreadable', status, changing }
  if (parsed.data.error.code === 'not_logged_in') wire.onLoggedOut()
  return { kind: 'refused', status, ...parsed.data.error }
}

export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}
