import type { Clock } from '../deps.ts'
import { Refusal } from '../errors.ts'

const WINDOW_MS = 60_000
/** Callers remembered at once; beyond it the window starts anew, which forgives rather than fills the memory. */
const MOST_KEYS = 100_000

/** Counts calls by key in windows of a minute, in this process. @throws {Refusal} `too_many_requests` */
export function createThrottle(clock: Clock): (key: string, limit: number) => void {
  let startedAtMs = 0
  let counts = new Map<string, number>()
  return (key, limit) => {
    const nowMs = clock().getTime()
    if (nowMs - startedAtMs >= WINDOW_MS || counts.size >= MOST_KEYS) {
      startedAtMs = nowMs
      counts = new Map()
    }
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > limit)
      throw new Refusal('too_many_requests', {
        details: { retryAfterS: Math.ceil((startedAtMs + WINDOW_MS - nowMs) / 1_000) },
      })
  }
}
