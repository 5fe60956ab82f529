import { listenForPostbacks, type SessionChanges } from './changes.ts'
import { dropEndedCounts } from './counts.ts'
import type { ConversionSteps } from './conversion/conversion-steps.ts'
import { createRecovery } from './conversion/recovery.ts'
import type { Clock, Listen, Log, PointhubDb } from './deps.ts'
import type { PostbackWorker } from './postback/postback-worker.ts'
import { endSessions, erasePersons } from './session/session-store.ts'
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
  const recover = createRecovery(db, deps.steps, deps.clock, log)
  let running = false
  let timer: NodeJS.Timeout | undefined
  let unlisten: Promise<(() => Promise<void> | void) | null> | null = null

  const chores: Record<string, () => Promise<void> | void> = {
    recover,
    takeOver: () => postbacks.takeOverAbandoned(),
    post: () => postbacks.wake(),
    erase: () => erasePersons(db, deps.clock()),
    endSessions: () => endSessions(db, deps.clock()),
    dropCounts: () => dropEndedCounts(db, deps.clock()),
  }

  /** One that fails keeps the others from nothing. */
  async function sweep(): Promise<void> {
    for (const [chore, carryOut] of Object.entries(chores)) {
      try {
        await carryOut()
      } catch (error) {
        log.error({ chore, err: error }, 'pointhub.sweep_failed')
      }
    }
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
