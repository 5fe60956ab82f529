import { Hono } from 'hono'
import { createAddresses } from './addresses.ts'
import { createInstallCookie } from './consent/install-cookie.ts'
import { installRoute } from './consent/install-route.ts'
import { createInstallStates } from './consent/install-state.ts'
import { resultRoute } from './consent/result-route.ts'
import type { SolutionOptions } from './deps.ts'
import { launchRoute } from './launch/launch-route.ts'
import type { SetUp } from './ports.ts'
import { pressRoute } from './press/press-route.ts'
import { createBeganHere } from './return/began-here.ts'
import { createIsKnown } from './return/is-known.ts'
import { createPromiseCredit } from './return/promise-credit.ts'
import { createReturnMediaStore } from './return/return-media.ts'
import { returnRoute } from './return/return-route.ts'
import { createTakeForm } from './return/take-form.ts'
import { createScriptTags } from './script-tag/script-tags.ts'
import { updateScriptTags } from './script-tag/update-script-tags.ts'
import { sdkRoutes } from './sdk/sdk-routes.ts'
import { followOrigin } from './set-up/follow-origin.ts'
import { createReadStatuses } from './set-up/media-status.ts'
import { createSetUp } from './set-up/set-up.ts'
import { createShops } from './shops/shops.ts'
import { createUnusualCalls } from './unusual/unusual-calls.ts'
import { createUnusualStore } from './unusual/unusual-store.ts'
import { createConfirmHint } from './webhook/confirm-hint.ts'
import { webhookRoute } from './webhook/webhook-route.ts'

export interface Solution {
  /** Paths are absolute: `/solution/…`, `/sdk/…`. */
  routes: Hono
  setUp: SetUp
  /** Where the service has another public origin than before, the redirects of its media's apps follow. */
  followOrigin(): Promise<void>
  /** Brings the widget in every mall that we put it into to the present version. */
  updateScriptTags(): Promise<void>
  close(): Promise<void>
}

/** The side that gives 적립금: RETURN URL, consent, webhooks, set-up, and the widget's files. */
export function createSolution(options: SolutionOptions): Solution {
  const { db, media, credits, clock, random, secrets, origin, listen, log, sdk } = options
  const addresses = createAddresses(origin)
  const returnMedia = createReturnMediaStore(db, media, listen, clock)
  const scriptTags = createScriptTags(options)
  const shops = createShops({ ...options, returnMedia })
  const consent = {
    ...options,
    addresses,
    scriptTags,
    shops,
    states: createInstallStates(db, secrets, clock, random),
    cookie: createInstallCookie(origin, random),
  }
  const unusualStore = createUnusualStore(db, log)
  const unusual = createUnusualCalls({ ...options, store: unusualStore })
  const readStatuses = createReadStatuses({ ...options, addresses, scriptTags, unusualStore })
  const isKnown = createIsKnown(db)
  const takeForm = createTakeForm({
    secrets,
    clock,
    beganHere: createBeganHere(db),
    isKnown,
    promiseCredit: createPromiseCredit({ db, credits, isKnown, unusual, clock, log }),
  })
  const routes = new Hono()
    .route('/', returnRoute({ ...options, returnMedia, takeForm, unusual }))
    .route('/', pressRoute(options))
    .route('/', installRoute(consent))
    .route('/', resultRoute(consent))
    .route('/', webhookRoute({ credits, log, confirmHint: createConfirmHint(options) }))
    .route('/', launchRoute({ ...options, addresses }))
    .route('/', sdkRoutes(sdk))
  return {
    routes,
    setUp: createSetUp({ ...options, addresses, returnMedia, scriptTags, shops, readStatuses }),
    followOrigin: () => followOrigin({ credits, log }, addresses),
    updateScriptTags: () => updateScriptTags({ media, log }, scriptTags),
    async close() {
      await unusualStore.close()
      await returnMedia.close()
    },
  }
}
