import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { PointhubForConsole } from '../console/ports.ts'
import { createSessionChanges } from './changes.ts'
import { createForConsole } from './console/for-console.ts'
import { createConversionSteps } from './conversion/conversion-steps.ts'
import { createConvert } from './conversion/convert.ts'
import type { PointhubOptions } from './deps.ts'
import { createBrowserCookies } from './http/browser-cookie.ts'
import { popupApi } from './http/popup-api.ts'
import { createPopupFiles } from './http/popup-files.ts'
import { popupPages } from './http/popup-page.ts'
import { sessionStatusRoute } from './http/session-status.ts'
import { createThrottle } from './http/throttle.ts'
import { createIdentitySteps } from './identity/identity-steps.ts'
import { createSandboxIdentity } from './identity/sandbox-identity.ts'
import { createPartnersOf, type Partners } from './provider/partners.ts'
import { createPostbackWorker } from './postback/postback-worker.ts'
import { createSettlePostback } from './postback/settle-postback.ts'
import { sandboxControl } from './sandbox/sandbox-control.ts'
import { createSandboxProvider } from './sandbox/sandbox-provider.ts'
import { createSealer } from './sealed.ts'
import { createSessionSteps } from './session/session-steps.ts'
import { createSessionViews } from './session/session-view.ts'
import { createPointhubWorker, type PointhubWorker } from './worker.ts'

/** Calls a minute. A shopper makes about a dozen; one address may be a whole carrier's (CGNAT). */
const defaultLimits = { perBrowser: 120, perAddress: 3_000 }
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
  const { media, credits, clock, random, secret, origin, log } = options
  const { db } = options
  const sealer = createSealer(secret, random)
  const played: Partners = {
    provider: createSandboxProvider(db, sealer, clock),
    identityCheck: createSandboxIdentity(secret, random),
    sandbox: true,
  }
  const live = options.partners === 'sandbox' ? played : options.partners
  const partnersOf = createPartnersOf(live, played)
  const identity = createIdentitySteps(db, partnersOf, sealer, clock)
  const views = createSessionViews({ db, media, credits, partnersOf, identity, clock })
  const changes = createSessionChanges(options.listen, credits)
  const steps = createConversionSteps(db, partnersOf, clock, log)
  const postbacks = createPostbackWorker({
    db,
    media,
    fetch: options.fetch,
    secret,
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
  })
  const cookies = createBrowserCookies(origin, random)
  const api = popupApi({
    db,
    origin,
    cookies,
    sessions,
    identity,
    views,
    convert: createConvert(db, steps, sealer, clock, random, worker),
    changes,
    throttle: createThrottle(clock),
    limits: options.limits ?? defaultLimits,
    clientAddress: options.clientAddress ?? socketAddress,
    clock,
    log,
  })
  const routes = new Hono()
    .route(
      '/',
      popupPages({
        files: createPopupFiles(options.popupDist),
        media,
        cookies,
        sessions,
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
