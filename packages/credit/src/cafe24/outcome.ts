/**
 * How a call of Cafe24 ended. Every failure says what is known of its effect: `not-applied` surely not, and it may be tried
 * again; `refused` surely not, and trying again would change nothing; `unknown` perhaps.
 */
export type Outcome<T> = { ok: true; value: T; headers: AnswerHeaders } | Failure

export interface Failure {
  ok: false
  effect: 'not-applied' | 'refused' | 'unknown'
  code: FailureCode
  /** HTTP status; null: there was no answer. */
  status: number | null
  /** Cafe24's words, or the network's, kept for people. */
  message: string
  /** Whether Cafe24 said so itself. A proxy's page, or a broken connection, says nothing of an app or a token. */
  inOwnWords: boolean
  headers: AnswerHeaders
}

/** What an answer's headers say, whatever its body. */
export interface AnswerHeaders {
  /** `X-Api-Call-Limit`; null: not shown. */
  bucket: BucketReading | null
  /** `Date`: Cafe24's own clock, to the second; null: no answer, or none shown. */
  at: Date | null
  /** `Retry-After`, ms from the answer; null: not asked for. */
  retryAfterMs: number | null
}

/** Where there was no answer. */
export const noHeaders: AnswerHeaders = { bucket: null, at: null, retryAfterMs: null }

export type FailureCode =
  /** No connection was made: the request never left. */
  | 'connect-failed'
  | 'connect-timeout'
  /** The connection broke after the request may have left. */
  | 'connection-lost'
  /** A kept connection closed just as the request went out on it: perhaps applied, and no sign that the mall is down. */
  | 'stale-connection'
  | 'answer-timeout'
  /** 2xx whose body does not fit; the message names the field. */
  | 'answer-malformed'
  /** 202: accepted and not done yet. */
  | 'not-done-yet'
  | 'bad-request'
  | 'token-refused'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid-value'
  | 'too-many-calls'
  | 'server-error'
  /** A point history that cannot be read to its end within the API's limits. */
  | 'too-many-rows'

/** `X-Api-Call-Limit: 1/40`, as of the answer. */
export interface BucketReading {
  used: number
  capacity: number
}
