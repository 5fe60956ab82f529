import type { SimulatorSettings } from './settings.ts'

/** The leaky buckets, one for each mall and API: a call fills one up, time empties it. */
export interface Buckets {
  /** Counts a call; `overflow` where the bucket was full, and the call then does not count. */
  fill(mallId: string, api: string, nowMs: number): { level: number; size: number; overflow: boolean }
  /** The deepest level that any bucket of a mall has seen. */
  deepest(mallId: string | null): number
}

export function createBuckets(settings: () => SimulatorSettings): Buckets {
  const buckets = new Map<string, { level: number; atMs: number; deepest: number }>()
  return {
    fill(mallId, api, nowMs) {
      const { bucketSize: size, bucketLeakPerSecond } = settings()
      const key = `${mallId}\n${api}`
      const bucket = buckets.get(key) ?? { level: 0, atMs: nowMs, deepest: 0 }
      // A clock that is set back must not fill the bucket.
      const elapsedMs = Math.max(0, nowMs - bucket.atMs)
      bucket.level = Math.max(0, bucket.level - (elapsedMs / 1000) * bucketLeakPerSecond)
      bucket.atMs = nowMs
      const overflow = bucket.level + 1 > size
      if (!overflow) bucket.level += 1
      bucket.deepest = Math.max(bucket.deepest, bucket.level)
      buckets.set(key, bucket)
      return { level: Math.ceil(bucket.level), size, overflow }
    },
    deepest: (mallId) =>
      Math.max(
        0,
        ...[...buckets]
          .filter(([key]) => mallId === null || key.startsWith(`${mallId}\n`))
          .map(([, bucket]) => bucket.deepest),
      ),
  }
}
