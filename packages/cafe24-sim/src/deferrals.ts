/** Work that the simulation does later, such as calls that Cafe24 carries out after its answer. */
export interface Deferrals {
  add(delayMs: number, work: () => void): void
  /** Forgets what is waiting, and whatever is added later. */
  close(): void
}

export function createDeferrals(): Deferrals {
  const timers = new Set<NodeJS.Timeout>()
  let closed = false
  return {
    add(delayMs, work) {
      if (closed) return
      const timer = setTimeout(() => {
        timers.delete(timer)
        work()
      }, delayMs)
      // Waiting work must not keep the process alive.
      timer.unref()
      timers.add(timer)
    },
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
