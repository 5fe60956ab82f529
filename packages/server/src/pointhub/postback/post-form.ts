import { parseReturnAnswer, type ReturnAnswer } from '@pointpay/contracts'
import iconv from 'iconv-lite'
import { RefusedAddressError } from '../../kernel/guarded-fetch.ts'
import type { PostbackOutcome } from './judge-postback.ts'
import { type ReadAnswer, shownAnswer, shownFailure } from './shown-attempt.ts'

/** A merchant's backend may itself call a mall's API before it answers; the shopper does not wait for it. */
export const POST_TIMEOUT_MS = 10_000
/** `202|-|reason` needs far less; anything longer is no answer. */
const ANSWER_MAX_BYTES = 8 * 1_024

export interface Posted {
  outcome: PostbackOutcome
  /** How it went, for people. */
  shown: string
}

/** Posts the form once. Never throws. Redirects are not followed: a form that moves elsewhere would not be the merchant's. */
export async function postForm(
  fetchCall: typeof fetch,
  returnUrl: string,
  form: URLSearchParams,
): Promise<Posted> {
  const problem = problemOf(returnUrl)
  if (problem) return notPostable(problem)
  try {
    const response = await fetchCall(returnUrl, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
      headers: { accept: 'text/plain', 'user-agent': 'PointPay/1' },
    })
    const { text, bytes } = await readBounded(response)
    const { status } = response
    const says: ReturnAnswer = text === null ? { kind: 'unreadable' } : parseReturnAnswer(text)
    const believable = response.ok || (says.kind === 'refused' && status >= 400 && status < 500)
    return {
      outcome: { kind: 'answered', answer: believable ? says : { kind: 'unreadable' } },
      shown: shownAnswer({ status, text, bytes, says, believable }),
    }
  } catch (error) {
    if (isRefusedAddress(error))
      return notPostable(
        `RETURN URL(${URL.parse(returnUrl)?.hostname})이 사설 주소나 예약된 주소를 가리킵니다`,
      )
    const cause = causeOf(error)
    return { outcome: { kind: surelyNotSent(cause) ? 'not-sent' : 'lost' }, shown: shownFailure(cause.code) }
  }
}

/** Nothing was sent and nothing would be at a later time, until a person changes the address. */
function notPostable(problem: string): Posted {
  return {
    outcome: { kind: 'not-postable' },
    shown: `${problem}. 보내지 않았으니 주소를 고치고 다시 시도를 눌러 주세요.`,
  }
}

/** Why an address cannot be called at all; null: it can. */
function problemOf(returnUrl: string): string | null {
  const url = URL.parse(returnUrl)
  if (!url || !/^https?:$/.test(url.protocol)) return 'RETURN URL이 http(s) 주소가 아닙니다'
  // fetch throws for these, which would read as a form whose answer was lost.
  if (url.username || url.password) return 'RETURN URL에 아이디나 비밀번호가 들어 있습니다'
  return null
}

function isRefusedAddress(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof RefusedAddressError
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
    cause?: { code?: unknown; message?: string; name?: string; syscall?: unknown }
    name?: string
  }
  // The one message that stands for a code. Others can quote what the server sent.
  const code = cause?.message === 'bad port' ? 'bad port' : cause?.code
  return { code: typeof code === 'string' ? code : (cause?.name ?? name ?? 'Error'), syscall: cause?.syscall }
}

/** Reads no more than an answer can need, as UTF-8, or as EUC-KR where it is not UTF-8. */
async function readBounded(response: Response): Promise<Pick<ReadAnswer, 'text' | 'bytes'>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > ANSWER_MAX_BYTES) return { text: null, bytes: ANSWER_MAX_BYTES }
  }
  const bytes = Buffer.concat(chunks)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), bytes: size }
  } catch {
    return { text: iconv.decode(bytes, 'cp949'), bytes: size }
  }
}
