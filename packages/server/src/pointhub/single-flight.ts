export interface SingleFlight {
  /** Runs now, or once more after the run under way. */
  trigger(): void
  /** Resolves when nothing runs. */
  idle(): Promise<void>
}

/** Wakes that come in while a run is under way become one further run: none is lost, none piles up. */
export function createSingleFlight(
  run: () => Promise<void>,
  onError: (error: unknown) => void,
): SingleFlight {
  let again = false
  let flight: Promise<void> | null = null
  function trigger(): void {
    again = true
    if (flight) return
    again = false
    flight = run()
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
