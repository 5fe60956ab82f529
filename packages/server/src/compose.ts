import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { join } from 'node:path'
import {
  type Cafe24Client,
  createCafe24Client,
  createCredit,
  type Credits,
  createSecretSealer,
  type Log as CreditLog,
} from '@pointpay/credit'
import type { Hono } from 'hono'
import { type Console, createConsole } from './console/index.ts'
import { createClientAddress } from './http/client-address.ts'
import { createGuardedFetch } from './kernel/guarded-fetch.ts'
import { isPublicAddress } from './kernel/network-address.ts'
import { createMediaStore, type MediaStore } from './media/media-store.ts'
import { createMetrics, type Metrics } from './operation/metrics.ts'
import { isSandbox, livePartners, missingPartnerSettings } from './partner-settings.ts'
import { places } from './places.ts'
import type { Clock, Log, Random } from './pointhub/deps.ts'
import { createPointhub, type Pointhub } from './pointhub/index.ts'
import type { Settings } from './settings.ts'
import {
  createAddresses,
  createMemberTokenCheck,
  createSolution,
  loadSdk,
  type Solution,
} from './solution/index.ts'
import type { ServerStore } from './store.ts'

/** The parts of the service, wired to each other and to one store. */
export interface Parts {
  media: MediaStore
  cafe24: Cafe24Client
  credits: Credits
  pointhub: Pointhub
  solution: Solution
  console: Console
  metrics: Metrics
  routes: Hono[]
  close(): Promise<void>
}

export interface ComposeOptions {
  /** Opens `/pointhub/_sandbox`, where tests make partners slow or failing. */
  sandboxControl?: boolean
  /** Left out: the machine's. */
  clock?: Clock
  /** Where builds lie elsewhere than beside this package. */
  places?: Partial<typeof places>
}

/** Wires the service together. Nothing listens and no worker runs yet. */
export async function compose(
  settings: Settings,
  { store, db }: ServerStore,
  log: Log,
  options: ComposeOptions = {},
): Promise<Parts> {
  const { secrets, tokenKeys, origin } = settings
  const clock = options.clock ?? machineClock
  const listen = store.listen
  const clientAddress = createClientAddress(settings.trustProxy, () => log.warn({}, 'proxy.untrusted'))
  const cafe24 = createCafe24Client({ origin: settings.cafe24Origin })
  const metrics = createMetrics({ db, credits: () => credits, clientAddress, clock })
  const credits = await createCredit({
    store,
    cafe24,
    tokenKeys,
    clock,
    log: creditLog(log, metrics),
    callsPerSecond: settings.cafe24CallsPerSecond,
    journalFolder: join(settings.dataFolder, 'token-journal'),
  })
  const sealer = createSecretSealer(tokenKeys)
  const media = createMediaStore(db, {
    sealer,
    returnUrlOf: createAddresses(origin).returnUrl,
    clock,
    random,
    log,
  })
  const live = livePartners(settings)
  const service = { pointhub: live !== null, sandbox: isSandbox(settings) }
  const sdk = await loadSdk(db, options.places?.widget ?? places.widget)
  const solution = createSolution({
    db,
    credits,
    cafe24,
    media,
    sdk,
    listen,
    clock,
    random,
    secrets,
    origin,
    clientAddress,
    service,
    onReturnAnswer: metrics.countReturnAnswer,
    onUnusual: metrics.countUnusual,
    log,
  })
  const pointhub = createPointhub({
    db,
    media,
    credits: {
      async stateOf(mediaCode, transactionNumber) {
        const credit = await credits.ledger.byTransaction(mediaCode, transactionNumber)
        return credit && { state: credit.state, creditedAt: credit.creditedAt }
      },
      onChange: credits.onChange,
    },
    fetch,
    // A sandbox's merchants may be on this machine, as the demo's are: nothing real moves.
    fetchOutside: service.sandbox ? fetch : fetchPublic,
    clock,
    random,
    secrets,
    origin,
    log,
    listen,
    popupDist: options.places?.popup ?? places.popup,
    clientAddress,
    memberTokenCheck: createMemberTokenCheck(credits.malls, clock),
    isReady: async ({ mallId }) => mallId === null || (await credits.malls.isConsented(mallId)),
    partners: live,
    missingSettings: missingPartnerSettings(settings),
    sandboxControl: options.sandboxControl ?? false,
  })
  const console = createConsole({
    db,
    credits,
    pointhub: pointhub.forConsole,
    setUp: solution.setUp,
    service,
    media,
    listen,
    clock,
    random,
    secrets,
    sealer,
    origin,
    log,
    clientAddress,
  })
  return {
    media,
    cafe24,
    credits,
    pointhub,
    solution,
    console,
    metrics,
    routes: [pointhub.routes, solution.routes, console.routes, metrics.routes],
    async close() {
      metrics.close()
      await console.close()
      await solution.close()
      await credits.close()
    },
  }
}

const fetchPublic = createGuardedFetch({
  resolveName: (name) => lookup(name, { all: true }),
  isAllowed: isPublicAddress,
})
const machineClock: Clock = () => new Date()
const random: Random = (bytes) => randomBytes(bytes)

/** The ledger's events go to the log and to the metrics. */
function creditLog(log: Log, metrics: Metrics): CreditLog {
  return (event, fields, level = 'info') => {
    metrics.onCreditEvent(event, fields)
    log[level](fields, event)
  }
}
