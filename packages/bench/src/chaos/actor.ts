import { setTimeout as sleep } from 'node:timers/promises'

/** Somebody who acts beside the ledger until stopped. */
export interface Actor {
  /** @throws what the actor threw, unless the database was being restarted */
  stop(): Promise<void>
}

/** Acts again and again, with a pause after each time. `tolerates`: an error now is the run's own doing, so go on. */
export function startActor(pauseMs: number, act: () => Promise<void>, tolerates: () => boolean): Actor {
  const state = { stopping: false }
  const acting = (async () => {
    while (!state.stopping) {
      try {
        await act()
      } catch (error) {
        if (!tolerates()) throw error
      }
      await sleep(pauseMs)
    }
  })()
  // `stop` throws it; until then it must not end the process.
  acting.catch(() => {})
  return {
    async stop() {
      state.stopping = true
      await acting
    },
  }
}
