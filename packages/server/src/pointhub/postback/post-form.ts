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
    const cause = causeOf(error)
    return { outcome: { kind: surelyNotSent(cause) ? 'not-sent' : 'lost' }, shown: cause.code }
  }
}

/** Causes that lie before the first byte of the request: name, route, connection, TLS, a port that fetch blocks. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|.*_SIGNED_CERT.*|UNABLE_TO_.*|bad port)$/
/** TLS errors of the handshake. Others, e.g. a bad record, can come after the form went out. */
const noHandshake =
  /^ERR_SSL_(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|PACKET_LENGTH_TOO_LONG|.*(HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNRECOGNIZED_NAME))$/

interface Cause {
  code: string
  syscall: unknown
}

/** A route can also be lost under a connection that stood: then it is a read or a write that fails. */
function surelyNotSent({ code, syscall }: Cause): boolean {
  return (neverConnected.test(code) || noHandshake.test(code)) && syscall !== 'read' && syscall !== 'write'
}

function causeOf(error: unknown): Cause {
  const { cause, name } = error as {
    cause?: { code?: unknown; message?: unknown; syscall?: unknown }
    name?: string
  }
  const code = cause?.code ?? cause?.message
  return { code: typeof code === 'string' ? code : (name ?? 'Error'), syscall: cause?.syscall }
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
