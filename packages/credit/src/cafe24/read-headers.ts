import type { AnswerHeaders, BucketReading } from './outcome.ts'

/** `X-Api-Call-Limit`, `Date` and `Retry-After` of an answer. What cannot be read counts as not shown. */
export function readHeaders(headers: Headers): AnswerHeaders {
  const at = parseDate(headers.get('date'))
  return {
    bucket: parseBucket(headers.get('x-api-call-limit')),
    at,
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), at),
  }
}

function parseBucket(text: string | null): BucketReading | null {
  const parts = /^(\d+)\/(\d+)$/.exec(text ?? '')
  return parts ? { used: Number(parts[1]), capacity: Number(parts[2]) } : null
}

function parseDate(text: string | null): Date | null {
  const date = new Date(text ?? '')
  return Number.isNaN(date.getTime()) ? null : date
}

/** Seconds, or a time, which is counted from the answer's own clock (RFC 9110, 10.2.3). */
function parseRetryAfter(text: string | null, at: Date | null): number | null {
  if (text === null) return null
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000
  const until = parseDate(text)
  return until ? Math.max(0, until.getTime() - (at?.getTime() ?? Date.now())) : null
}
