/**
 * One budget of calls for a mall's points API: a bucket that holds 40 calls and leaks 2 a second (Cafe24's API reference). A call
 * is counted when it is claimed, before it goes out.
 */
export const BUCKET_CAPACITY = 40
export const LEAK_PER_SECOND = 2

/**
 * What the workers fill the bucket to. Cafe24 counts a call later than we do, by the time it takes to arrive, and so sees
 * it leak away later: by 2 a second × up to half a second. One more is left to people, who read available points.
 */
export const WORKERS_CAPACITY = BUCKET_CAPACITY - 2
export const PEOPLES_CAPACITY = BUCKET_CAPACITY - 1

/** A mall whose bucket is full is claimed again when it has room for so many calls: half the claims, and nothing lost. */
const REFILL_CALLS = 2

/** Whole calls that may go out now. */
export function roomFor(level: number): number {
  return Math.max(0, Math.floor(WORKERS_CAPACITY - level))
}

/** How long until the bucket has room again, ms; 0 while it has. */
export function refillMs(level: number): number {
  if (roomFor(level) >= 1) return 0
  return ((level + REFILL_CALLS - WORKERS_CAPACITY) / LEAK_PER_SECOND) * 1000
}
