import { signal, type ReadonlySignal } from '@preact/signals'

/** The server's time, which is what every instant on the wire is measured by: a shopper's own clock may be hours off. */
export interface Clock {
  /** ms since the epoch; moves by itself, several times a second. */
  now: ReadonlySignal<number>
  heard(serverMs: number): void
  stop(): void
}

const TICK_MS = 250

export function createClock(now: () => number): Clock {
  let aheadMs = 0
  const ticking = signal(now())
  const timer = setInterval(() => {
    ticking.value = now() + aheadMs
  }, TICK_MS)
  return {
    now: ticking,
    heard(serverMs) {
      // A `Date` header counts whole seconds and has travelled: within two seconds the clocks agree.
      const difference = serverMs - now()
      aheadMs = Math.abs(difference) > 2_000 ? difference : 0
      ticking.value = now() + aheadMs
    },
    stop: () => clearInterval(timer),
  }
}
