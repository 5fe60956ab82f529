import { listenForPostbacks, type SessionChanges } from './changes.ts'
import type { ConversionSteps } from './conversion/conversion-steps.ts'
import { recoverConversions } from './conversion/recovery.ts'
import type { Clock, Listen, Log, PointhubDb } from './deps.ts'
import type { PostbackWorker } from './postback/postback-worker.ts'
import { erasePersons } from './session/session-store.ts'
import { createSingleFlight } from './single-flight.ts'

export interface PointhubWorker {
  /** Posts, recovers and erases until {@link stop}; any number of processes may. */
  start(): void
  /** Ends event streams, takes no more work and resolves once the work under way is settled. */
  stop(): Promise<void>
}

interface WorkerDeps {
  db: PointhubDb
  steps: ConversionSteps
  postbacks: PostbackWorker
  changes: SessionChanges
  listen: Listen
  clock: Clock
  log: Log
  sweepMs: number
}

/** For work of this process that should not wait for the next sweep. Do nothing unless started. */
export interface Wake {
  wake(): void
  wakePostbacks(): void
}

export function createPointhubWorker(deps: WorkerDeps): PointhubWorker & Wake {
  const { db, postbacks, log } = deps
  let running = false
  let timer: NodeJS.Timeout | undefined
  let unlisten: Promise<(() => Promise<void> | void) | null> | null = null

  async function sweep(): Promise<void> {
    await recoverConversions(db, deps.steps, deps.clock, log)
    await postbacks.takeOverAbandoned()
    postbacks.wake()
    await erasePersons(db, deps.clock())
  }
  const sweeps = createSingleFlight(sweep, (error) => log.error({ err: error }, 'pointhub.sweep_failed'))
  const wake = () => {
    if (running) sweeps.trigger()
  }

  return {
    wake,
    wakePostbacks() {
      if (running) postbacks.wake()
    },
    start() {
      if (running) return
      running = true
      unlisten = listenForPostbacks(deps.listen, () => postbacks.wake()).catch((error: unknown) => {
        log.error({ err: error }, 'pointhub.listen_failed')
        return null
      })
      timer = setInterval(wake, deps.sweepMs)
      wake()
    },
    async stop() {
      running = false
      clearInterval(timer)
      const stopListening = await unlisten
      await stopListening?.()
      await sweeps.idle()
      await postbacks.drain()
      await deps.changes.close()
    },
  }
}
