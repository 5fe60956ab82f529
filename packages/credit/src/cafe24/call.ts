import type * as z from 'zod'
import { answerFailure, networkFailure } from './failures.ts'
import type { Outcome } from './outcome.ts'
import { readHeaders } from './read-headers.ts'

/** The dated version that this client was written against. */
const API_VERSION = '2026-03-01'

export interface Call<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: URL
  /** `Bearer …` or `Basic …`. */
  authorization: string
  /** Sent as JSON, or as a form where it is one. */
  body?: object | URLSearchParams
  /** What the 2xx answer must look like. */
  answer: z.ZodType<T>
}

/** Makes one call and says how it ended. Never throws. */
export type CallCafe24 = <T>(call: Call<T>) => Promise<Outcome<T>>

export function createCall(options: { fetch: typeof fetch; answerMs: number }): CallCafe24 {
  const callOnce = async <T>({ method, url, authorization, body, answer }: Call<T>): Promise<Outcome<T>> => {
    let response: Response
    let text: string
    try {
      response = await options.fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(options.answerMs),
        headers: { authorization, 'x-cafe24-api-version': API_VERSION, ...contentType(body) },
        ...(body ? { body: body instanceof URLSearchParams ? body.toString() : JSON.stringify(body) } : {}),
      })
      text = await response.text()
    } catch (error) {
      return networkFailure(error)
    }
    const headers = readHeaders(response.headers)
    const json = parseJson(text)
    if (!response.ok || response.status === 202 || response.status === 207)
      return answerFailure(response.status, cafe24Words(json), headers)
    const parsed = answer.safeParse(json)
    if (parsed.success) return { ok: true, value: parsed.data, headers }
    const [issue] = parsed.error.issues
    return {
      ok: false,
      code: 'answer-malformed',
      effect: 'unknown',
      status: response.status,
      message: storable(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'does not fit'}`),
      inOwnWords: true,
      headers,
    }
  }
  return async (call) => {
    const outcome = await callOnce(call)
    // Reading again changes nothing, and a fresh connection is not stale.
    const again = call.method === 'GET' && !outcome.ok && outcome.code === 'stale-connection'
    return again ? callOnce(call) : outcome
  }
}

function contentType(body: Call<unknown>['body']): Record<string, string> {
  if (!body) return {}
  return {
    'content-type':
      body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json',
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Beyond any message of Cafe24's; they are kept with each transition. */
const MAX_WORDS = 1_000

/** What PostgreSQL takes as text: one NUL, or half a surrogate pair, would keep a whole batch of answers from being saved. */
function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, MAX_WORDS).toWellFormed()
}

/** The Admin API's `{"error":{"message":…}}` or OAuth's `{"error":…,"error_description":…}`; null: neither. */
function cafe24Words(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('error' in json)) return null
  const { error } = json
  if (typeof error === 'string') {
    return storable('error_description' in json ? `${error}: ${String(json.error_description)}` : error)
  }
  if (typeof error === 'object' && error !== null && 'message' in error)
    return storable(String(error.message))
  return null
}
