import { AsyncLocalStorage } from 'node:async_hooks'

export interface SingleFlight {
  /** Runs now, or once more after the run under way. */
  trigger(): void
  /** Resolves when nothing runs. */
  idle(): Promise<void>
}

/**
 * Wakes that come in while a run is under way become one further run: none is lost, none piles up. It runs outside of whatever
 * request woke it, so under no request's id and on no request's connections.
 */
export function createSingleFlight(
  run: () => Promise<void>,
  onError: (error: unknown) => void,
): SingleFlight {
  const runForNobody = AsyncLocalStorage.bind(run)
  let again = false
  let flight: Promise<void> | null = null
  function trigger(): void {
    again = true
    if (flight) return
    again = false
    flight = runForNobody()
      .catch(onError)
      .finally(() => {
        flight = null
        if (again) trigger()
      })
  }
  return {
    trigger,
    async idle() {
      if (!flight) return
      await flight
      await this.idle()
    },
  }
}
