import { parseReturnAnswer } from '@pointpay/contracts'
import iconv from 'iconv-lite'
import type { PostbackOutcome } from './judge-postback.ts'

/** A merchant's backend may itself call a mall's API before it answers; the shopper does not wait for it. */
export const POST_TIMEOUT_MS = 10_000
/** `202|-|reason` needs far less; anything longer is no answer. */
const ANSWER_MAX_BYTES = 8 * 1_024
/** What people are shown of an answer. */
const SHOWN_LENGTH = 200

export interface Posted {
  outcome: PostbackOutcome
  /** What came back, for people; null where nothing did. */
  shown: string | null
}

/** Posts the form once. Never throws. Redirects are not followed: a form that moves elsewhere would not be the merchant's. */
export async function postForm(
  fetchCall: typeof fetch,
  returnUrl: string,
  form: URLSearchParams,
): Promise<Posted> {
  if (!isPostable(returnUrl))
    return { outcome: { kind: 'not-postable' }, shown: `RETURN URL이 http(s) 주소가 아닙니다: ${returnUrl}` }
  try {
    const response = await fetchCall(returnUrl, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
      headers: { accept: 'text/plain', 'user-agent': 'PointPay/1' },
    })
    const text = await readBounded(response)
    const shown = `HTTP ${response.status} ${text.trim().slice(0, SHOWN_LENGTH)}`.trim()
    const answer = parseReturnAnswer(text)
    const believable =
      response.ok || (answer.kind === 'refused' && response.status >= 400 && response.status < 500)
    return { outcome: { kind: 'answered', answer: believable ? answer : { kind: 'unreadable' } }, shown }
  } catch (error) {
    const code = causeCode(error)
    return { outcome: { kind: neverConnected.test(code) ? 'not-sent' : 'lost' }, shown: code }
  }
}

/** Causes that lie before the first byte of the request: name, route, connection, TLS, a port that fetch blocks. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|.*_SIGNED_CERT.*|UNABLE_TO_.*|bad port)$/

function causeCode(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: unknown; message?: unknown }; name?: string }
  const code = cause?.code ?? cause?.message
  return typeof code === 'string' ? code : (name ?? 'Error')
}

function isPostable(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && /^https?:$/.test(parsed.protocol)
}

/** Reads no more than an answer can need, as UTF-8, or as EUC-KR where it is not UTF-8. */
async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > ANSWER_MAX_BYTES) break
  }
  const bytes = Buffer.concat(chunks).subarray(0, ANSWER_MAX_BYTES)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return iconv.decode(bytes, 'cp949')
  }
}
