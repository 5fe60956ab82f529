import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { PointhubForConsole } from '../console/ports.ts'
import { createBuiltFiles } from '../http/built-files.ts'
import { createOpenStreams } from '../http/open-streams.ts'
import { createSessionChanges } from './changes.ts'
import { createForConsole } from './console/for-console.ts'
import { createConversionSteps } from './conversion/conversion-steps.ts'
import { createConvert } from './conversion/convert.ts'
import { createCounts } from './counts.ts'
import type { PointhubOptions } from './deps.ts'
import { createBrowserCookies } from './http/browser-cookie.ts'
import { popupApi } from './http/popup-api.ts'
import { popupPages } from './http/popup-page.ts'
import { sessionStatusRoute } from './http/session-status.ts'
import { createThrottle } from './throttle.ts'
import { createIdentitySteps } from './identity/identity-steps.ts'
import { createSandboxIdentity } from './identity/sandbox-identity.ts'
import { limitsWith } from './limits.ts'
import { createPartnersOf, type Partners } from './provider/partners.ts'
import { createPostbackWorker } from './postback/postback-worker.ts'
import { createSettlePostback } from './postback/settle-postback.ts'
import { sandboxControl } from './sandbox/sandbox-control.ts'
import { createSandboxProvider } from './sandbox/sandbox-provider.ts'
import { createSealer } from './sealed.ts'
import { createSessionSteps } from './session/session-steps.ts'
import { createSessionViews } from './session/session-view.ts'
import { createPointhubWorker, type PointhubWorker } from './worker.ts'

/** Retries wait a minute and more, so that a look every 5 s over two small indexes is exact enough. */
const DEFAULT_SWEEP_MS = 5_000

export interface Pointhub {
  /** Paths are absolute. */
  routes: Hono
  worker: PointhubWorker
  forConsole: PointhubForConsole
}

/** The side that takes partner points: popup, sessions, conversions, and the postbacks that tell merchants. */
export function createPointhub(options: PointhubOptions): Pointhub {
  const { media, credits, clock, random, secrets, origin, log } = options
  const { db } = options
  const sealer = createSealer(secrets, random)
  const played: Partners = {
    provider: createSandboxProvider(db, sealer, clock),
    identityCheck: createSandboxIdentity(secrets, random),
    sandbox: true,
  }
  const live = options.partners === 'sandbox' ? played : options.partners
  const partnersOf = createPartnersOf(live, played)
  const limits = limitsWith(options.limits)
  const counts = createCounts(db, clock)
  const identity = createIdentitySteps({ db, counts, limits, partnersOf, sealer, clock, log })
  const views = createSessionViews({ db, media, credits, partnersOf, identity, clock })
  const changes = createSessionChanges(options.listen, credits)
  const steps = createConversionSteps(db, partnersOf, clock, log)
  const postbacks = createPostbackWorker({
    db,
    media,
    fetch: options.fetch,
    fetchOutside: options.fetchOutside,
    secrets,
    clock,
    log,
    settle: createSettlePostback(db, media, credits, clock, log),
    onRefused: () => worker.wake(),
  })
  const sweepMs = options.sweepMs ?? DEFAULT_SWEEP_MS
  const worker = createPointhubWorker({
    db,
    steps,
    postbacks,
    changes,
    clock,
    log,
    sweepMs,
    listen: options.listen,
  })
  const sessions = createSessionSteps({
    db,
    media,
    partnersOf,
    sealer,
    views,
    clock,
    random,
    memberTokenCheck: options.memberTokenCheck ?? (async () => null),
    isReady: options.isReady ?? (async () => true),
    throttle: createThrottle(clock, limits.sessions.windowMs),
    limits: limits.sessions,
  })
  const cookies = createBrowserCookies(origin, random)
  const clientAddress = options.clientAddress ?? socketAddress
  const api = popupApi({
    db,
    origin,
    cookies,
    sessions,
    identity,
    views,
    convert: createConvert(db, steps, sealer, clock, random, worker),
    changes,
    throttle: createThrottle(clock, limits.calls.windowMs),
    openStreams: createOpenStreams(),
    limits,
    clientAddress,
    heartbeatMs: options.heartbeatMs,
    clock,
    log,
  })
  const routes = new Hono()
    .route(
      '/',
      popupPages({
        files: createBuiltFiles(options.popupDist),
        media,
        cookies,
        sessions,
        clientAddress,
        log,
        missingSettings: live ? null : (options.missingSettings ?? []),
      }),
    )
    .route('/', api)
    .route('/', sessionStatusRoute({ db, media, credits, clock }))
  if (options.sandboxControl) routes.route('/', sandboxControl(db))
  return { routes, worker, forConsole: createForConsole(db, clock, () => worker.wake()) }
}

function socketAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? ''
  } catch {
    return '' // No socket: the app was called in this process.
  }
}
