import type { Clock, Log } from '../../pointhub/deps.ts'
import { createSingleFlight } from '../../pointhub/single-flight.ts'
import type { ConsoleOptions } from '../deps.ts'
import type { RefundStore } from './refund-store.ts'
import type { SettleRefund } from './settle-refund.ts'

/** Changes are announced; the sweep is for what a crash or a lost connection swallowed. */
const DEFAULT_SWEEP_MS = 5_000
/** Open refunds looked at in one sweep. */
const BATCH = 500

export interface ConsoleWorker {
  /** Gives points back for cancelled credits until {@link stop}; any number of processes may. */
  start(): void
  /** Ends event streams and resolves once the work under way is done. */
  stop(): Promise<void>
}

interface WorkerDeps {
  credits: ConsoleOptions['credits']
  refunds: RefundStore
  settle: SettleRefund
  /** Forgets what is over: sessions, counted logins. */
  tidy(): Promise<void>
  /** Ends the open event streams. */
  close(): Promise<void>
  clock: Clock
  log: Log
  sweepMs: number | undefined
}

export function createCancelWorker(deps: WorkerDeps): ConsoleWorker & { wake(): void } {
  const { refunds, settle, log } = deps
  let running = false
  let timer: NodeJS.Timeout | undefined
  let unlisten: (() => void) | undefined

  async function sweep(): Promise<void> {
    for (const refund of await refunds.listOpen(BATCH)) {
      if (!running) return
      try {
        if (await settle(refund)) await refunds.done(refund)
      } catch (error) {
        // One that fails must not keep the others waiting; it stays open and is tried again.
        log.error({ err: error, transactionNumber: refund.transactionNumber }, 'cancel.settle_failed')
      }
    }
    await deps.tidy()
  }
  const sweeps = createSingleFlight(sweep, (error) => log.error({ err: error }, 'console.sweep_failed'))
  const wake = () => {
    if (running) sweeps.trigger()
  }

  return {
    wake,
    start() {
      if (running) return
      running = true
      unlisten = deps.credits.onChange(({ state }) => {
        if (state === 'cancelled') wake()
      })
      timer = setInterval(wake, deps.sweepMs ?? DEFAULT_SWEEP_MS)
      wake()
    },
    async stop() {
      running = false
      clearInterval(timer)
      unlisten?.()
      await sweeps.idle()
      await deps.close()
    },
  }
}
