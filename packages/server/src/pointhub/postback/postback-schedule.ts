const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A peer's practice for such a callback (Buzzvil's postback guide): after these waits it is given up to a person. */
const retryWaitsMs = [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 24 * HOUR_MS] as const

/** When to post again after so many attempts; null: no more. */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  const waitMs = retryWaitsMs[attempts - 1]
  return waitMs === undefined ? null : new Date(now.getTime() + waitMs)
}
