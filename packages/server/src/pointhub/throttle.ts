import type { Clock } from './deps.ts'
import { Refusal } from './errors.ts'

/** Callers remembered at once; beyond it the window starts anew, which forgives rather than fills the memory. */
const MAX_KEYS = 100_000

/** Counts one more under a key. @throws {Refusal} `too_many_requests` once there are more than `limit` in a window */
export type Throttle = (key: string, limit: number) => void

/** A throttle in this process's memory. All its keys share one window. */
export function createThrottle(clock: Clock, windowMs: number): Throttle {
  let startedAtMs = 0
  let counts = new Map<string, number>()
  return (key, limit) => {
    const nowMs = clock().getTime()
    if (nowMs - startedAtMs >= windowMs || counts.size >= MAX_KEYS) {
      startedAtMs = nowMs
      counts = new Map()
    }
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > limit)
      throw new Refusal('too_many_requests', {
        details: { retryAfterS: Math.ceil((startedAtMs + windowMs - nowMs) / 1_000) },
      })
  }
}
