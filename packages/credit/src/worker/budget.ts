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
export const INTERACTIVE_CAPACITY = BUCKET_CAPACITY - 1
export const SPARE_CAPACITY = BUCKET_CAPACITY / 2

/** A mall whose bucket is full is claimed again when it has room for so many calls: half the claims, and nothing lost. */
const REFILL_CALLS = 2

/** More calls a second to one mall look like abuse, says an integrator's note; Cafe24 documents no such limit. */
export const DEFAULT_CALLS_PER_SECOND = 10

/** A second bucket, so that a burst stays below so many calls in any one second: its depth and a second's leak together. */
export interface BurstLimit {
  capacity: number
  leakPerSecond: number
}

/** @throws {RangeError} for less than 2 calls a second: one would never leave room for a check and its call. */
export function burstLimitOf(callsPerSecond: number): BurstLimit {
  if (!(callsPerSecond >= 2)) {
    throw new RangeError(`callsPerSecond is ${callsPerSecond}; expected a number from 2 up, e.g. 10`)
  }
  const capacity = Math.floor(callsPerSecond / 2)
  return { capacity, leakPerSecond: callsPerSecond - capacity }
}

/** How full a mall's two buckets are now. */
export interface BucketLevels {
  level: number
  burst: number
}

/** Whole calls that may go out now. */
export function roomFor({ level, burst }: BucketLevels, limit: BurstLimit): number {
  return Math.max(0, Math.floor(Math.min(WORKERS_CAPACITY - level, limit.capacity - burst)))
}

/** How long until both buckets have room again, ms; 0 while they have. */
export function refillMs({ level, burst }: BucketLevels, limit: BurstLimit): number {
  if (roomFor({ level, burst }, limit) >= 1) return 0
  const bucketMs = ((level + REFILL_CALLS - WORKERS_CAPACITY) / LEAK_PER_SECOND) * 1000
  const burstMs = ((burst + 1 - limit.capacity) / limit.leakPerSecond) * 1000
  return Math.max(roomFor({ level, burst: 0 }, limit) >= 1 ? 0 : bucketMs, burstMs)
}
