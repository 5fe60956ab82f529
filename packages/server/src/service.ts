import type { Accounts } from './console/index.ts'
import { compose, type ComposeOptions } from './compose.ts'
import { claimForDemo, claimForProduction } from './demo-store.ts'
import { type Listening, listenOn } from './http/listen.ts'
import type { MediaStore } from './media/media-store.ts'
import { createLogger, type LogDestination } from './operation/logger.ts'
import { isSandbox, missingPartnerSettings } from './partner-settings.ts'
import type { Log } from './pointhub/deps.ts'
import { createServiceApp } from './service-app.ts'
import type { Settings } from './settings.ts'
import type { SetUp } from './solution/ports.ts'
import { openServerStore } from './store.ts'
import type { Ledger, Malls } from '@pointpay/credit'

/** How long answers under way may take once the service stops, ms. */
const GRACE_MS = 10_000

export interface Service {
  /** The public origin. */
  origin: string
  port: number
  media: MediaStore
  malls: Malls
  ledger: Ledger
  setUp: SetUp
  accounts: Accounts
  /** Takes no more requests, finishes or hands back what is under way, closes the store. */
  close(): Promise<void>
}

export interface ServiceOptions extends ComposeOptions {
  /** Takes the log's lines. Left out: stdout. */
  logTo?: LogDestination
  /** Runs on a demo's own store alone, where the published demo accounts may be. */
  demo?: boolean
}

/**
 * Starts the whole service: store and migrations, popup, RETURN URL, console, workers.
 * @throws {StoreRefused} where the store is not a demo's (`demo`), or holds the published demo accounts (else).
 * @throws where the port is taken (`EADDRINUSE`) or the store cannot be opened. Nothing is left running then.
 */
export async function startService(given: Settings, options: ServiceOptions = {}): Promise<Service> {
  const log = createLogger(given.logLevel, options.logTo)
  const opened = await openServerStore(given, {
    log: (event, fields) => log.warn(fields, event),
    beforeMigrating: options.demo ? claimForDemo : claimForProduction,
  })
  let stopping = false
  let server: Listening | undefined
  try {
    const listening = await listenOn(given)
    server = listening
    const settings = { ...given, origin: withRealPort(given.origin, listening.port) }
    const parts = await compose(settings, opened, log, options)
    const { store } = opened
    const app = createServiceApp({ settings, store, parts, log, isStopping: () => stopping, options })
    await parts.solution.followOrigin()
    listening.serve(app)
    const worker = settings.worker ? parts.credits.worker.start() : null
    if (worker) {
      parts.pointhub.worker.start()
      parts.console.worker.start()
      parts.solution
        .updateScriptTags()
        .catch((error: unknown) => log.error({ err: error }, 'script_tag.update_failed'))
    }
    log.info({ origin: settings.origin, port: listening.port, store: opened.store.kind }, 'service.started')
    logModes(settings, log)
    // Kept with the log, it proves later that the trail was not written anew (`pointpay audit check --noted`).
    log.info({ ...(await parts.console.audit.head()) }, 'audit.head')

    return {
      origin: settings.origin,
      port: listening.port,
      media: parts.media,
      malls: parts.credits.malls,
      ledger: parts.credits.ledger,
      setUp: parts.solution.setUp,
      accounts: parts.console.accounts,
      async close() {
        if (stopping) return
        stopping = true
        // No new connections from here on; the workers' end also ends the event streams, which the server waits for.
        await Promise.all([
          listening.close(GRACE_MS),
          worker?.stop(),
          parts.pointhub.worker.stop(),
          parts.console.worker.stop(),
        ])
        await parts.close()
        await opened.store.close()
        log.info({}, 'service.stopped')
      },
    }
  } catch (error) {
    await server?.close(0)
    await opened.store.close()
    throw error
  }
}

/** With `POINTPAY_PORT=0` and no public origin, the settings name port 0, where nobody can be reached. */
function withRealPort(origin: string, port: number): string {
  return origin.replace(/:0$/, `:${port}`)
}

/** Which parts are played, and why there is no popup of our own. */
function logModes(settings: Settings, log: Log): void {
  const { partners, identity } = settings
  if (isSandbox(settings)) log.warn({ partners, identity }, 'service.sandbox')
  const missing = missingPartnerSettings(settings)
  if (missing.length > 0) log.info({ missing }, 'pointhub.not_mounted')
}
