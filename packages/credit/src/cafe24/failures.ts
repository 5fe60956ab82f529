import { noHeaders, type AnswerHeaders, type Failure, type FailureCode } from './outcome.ts'

/** What a status says of the call's effect (Cafe24's API reference). Those not listed, and all 5xx, leave it open. */
const statuses: Record<number, { code: FailureCode; effect: Failure['effect'] }> = {
  202: { code: 'not-done-yet', effect: 'unknown' },
  400: { code: 'bad-request', effect: 'refused' },
  401: { code: 'token-refused', effect: 'not-applied' },
  403: { code: 'forbidden', effect: 'refused' },
  404: { code: 'not-found', effect: 'refused' },
  // "Same content already there": which may be this very call, carried out before.
  409: { code: 'conflict', effect: 'unknown' },
  422: { code: 'invalid-value', effect: 'refused' },
  429: { code: 'too-many-calls', effect: 'not-applied' },
}

/**
 * Statuses that mean the same whatever the body. Any other refusal in somebody else's words (a proxy's page) proves nothing
 * about Cafe24.
 */
const selfEvident = new Set([202, 401, 429])

/** The failure that an answer is. `words`: Cafe24's own, null where the body was not Cafe24's. */
export function answerFailure(status: number, words: string | null, headers: AnswerHeaders): Failure {
  const known = statuses[status] ?? { code: 'server-error' as const, effect: 'unknown' as const }
  const credible = words !== null || selfEvident.has(status)
  return {
    ok: false,
    code: credible ? known.code : 'server-error',
    effect: credible ? known.effect : 'unknown',
    status,
    message:
      words ?? (status === 202 ? 'accepted, not done yet' : `HTTP ${status} without Cafe24's error body`),
    inOwnWords: words !== null,
    headers,
  }
}

/**
 * Errors that come before a connection stands: the request was never sent. A route that goes while an answer is waited for
 * is told by the same codes, but of `read` or `write`. `UND_ERR_…` is Node's built-in fetch's.
 */
const beforeConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
/** Of our own client: an idle connection that the server closed under the request. */
export const STALE_CONNECTION = 'ERR_STALE_CONNECTION'

const connectTimeouts = new Set(['CONNECT_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'])

/** The failure that a thrown error of `fetch` is. */
export function networkFailure(error: unknown): Failure {
  const codes = errorCodes(error)
  const failure = {
    ok: false,
    status: null,
    inOwnWords: false,
    headers: noHeaders,
    message: messageOf(error),
  } as const
  if (codes.some((code) => connectTimeouts.has(code)))
    return { ...failure, code: 'connect-timeout', effect: 'not-applied' }
  if (codes.some((code) => beforeConnection.has(code)))
    return { ...failure, code: 'connect-failed', effect: 'not-applied' }
  if (codes.includes(STALE_CONNECTION)) return { ...failure, code: 'stale-connection', effect: 'unknown' }
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'))
    return { ...failure, code: 'answer-timeout', effect: 'unknown' }
  return { ...failure, code: 'connection-lost', effect: 'unknown' }
}

/** The error's own code and those of what it wraps: several addresses tried come as one `AggregateError`. */
function errorCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const stood = 'syscall' in error && (error.syscall === 'read' || error.syscall === 'write')
  const own = 'code' in error && typeof error.code === 'string' && !stood ? [error.code] : []
  const inner = error instanceof AggregateError ? error.errors : [error.cause]
  return [...own, ...inner.flatMap(errorCodes)]
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
