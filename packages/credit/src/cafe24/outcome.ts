/**
 * How a call of Cafe24 ended. Every failure says what is known of its effect: `not-applied` surely not, and it may be tried
 * again; `refused` surely not, and trying again would change nothing; `unknown` perhaps.
 */
export type Outcome<T> = { ok: true; value: T; bucket: BucketReading | null } | Failure

export interface Failure {
  ok: false
  effect: 'not-applied' | 'refused' | 'unknown'
  code: FailureCode
  /** HTTP status; null: there was no answer. */
  status: number | null
  /** Cafe24's words, or the network's, kept for people. */
  message: string
  bucket: BucketReading | null
}

export type FailureCode =
  /** No connection was made: the request never left. */
  | 'connect-failed'
  | 'connect-timeout'
  /** The connection broke after the request may have left. */
  | 'connection-lost'
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
  /** Books that cannot be read to their end within the API's limits. */
  | 'too-many-rows'

/** `X-Api-Call-Limit: 1/40`, as of the answer. */
export interface BucketReading {
  used: number
  capacity: number
}
