/** The event streams that are open in this process, by key. */
export interface OpenStreams {
  /** Counts one more under every key, or under none: `limits` says how many a key may have. Gives what ends it; null: one is full. */
  open(limits: Record<string, number>): (() => void) | null
}

export function createOpenStreams(): OpenStreams {
  const counts = new Map<string, number>()
  const countOf = (key: string) => counts.get(key) ?? 0

  function add(key: string, change: 1 | -1): void {
    const count = countOf(key) + change
    if (count === 0) counts.delete(key)
    else counts.set(key, count)
  }

  return {
    open(limits) {
      const keys = Object.keys(limits)
      if (keys.some((key) => countOf(key) >= (limits[key] ?? 0))) return null
      for (const key of keys) add(key, 1)
      return () => {
        for (const key of keys.splice(0)) add(key, -1)
      }
    },
  }
}
