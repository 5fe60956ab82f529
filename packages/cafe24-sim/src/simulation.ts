import { createBuckets, type Buckets } from './buckets.ts'
import { createCallCounter, type CallCounter } from './calls.ts'
import { openDatabase, type Database } from './books/database.ts'
import { createMalls, type Malls } from './books/malls.ts'
import { createMembers, type Members } from './books/members.ts'
import { createPoints, type Points } from './books/points.ts'
import { koreanShop } from './books/shops.ts'
import { createTokens, type Tokens } from './books/tokens.ts'
import { createDeferrals, type Deferrals } from './deferrals.ts'
import { createFaultPlan, type FaultPlan } from './faults/plan.ts'
import { defaultSettings, type SimulatorSettings } from './settings.ts'

/** Everything that the simulated Cafe24 consists of; its HTTP parts take this and nothing else. */
export interface Simulation {
  database: Database
  malls: Malls
  members: Members
  points: Points
  tokens: Tokens
  faults: FaultPlan
  buckets: Buckets
  calls: CallCounter
  settings: SimulatorSettings
  /** Default place of the widget's script. */
  widgetSrc: string
  /** Where the popup is; null: the skins' script tags do not say. */
  popupOrigin: string | null
  clock: () => number
  /** The clock of a mall's Cafe24, with the skew that a fault gives it. */
  mallClock(mallId: string): number
  deferrals: Deferrals
}

export function createSimulation(options: {
  dataFile: string
  widgetSrc: string
  popupOrigin: string | null
  latencyMs: number
  clock: () => number
}): Simulation {
  const database = openDatabase(options.dataFile)
  const settings = { ...defaultSettings }
  const faults = createFaultPlan(options.latencyMs)
  const simulation: Simulation = {
    database,
    malls: createMalls(database),
    members: createMembers(database),
    points: createPoints(database),
    tokens: createTokens(database),
    faults,
    buckets: createBuckets(() => settings),
    calls: createCallCounter(),
    settings,
    widgetSrc: options.widgetSrc,
    popupOrigin: options.popupOrigin,
    clock: options.clock,
    mallClock: (mallId) => options.clock() + faults.of(mallId).clockSkewMs,
    deferrals: createDeferrals(),
  }
  if (!simulation.malls.find('demomall')) addDemoMall(simulation)
  return simulation
}

/** The mall that a first start finds: an app registered at Cafe24 Developers, three shops, and three members. */
function addDemoMall({ malls, members }: Simulation): void {
  malls.put({
    mallId: 'demomall',
    mediaCode: 'demo',
    shops: [
      koreanShop(1),
      koreanShop(2),
      { ...koreanShop(3), name: 'Global Shop', currency: 'USD', language: 'en_US' },
    ],
  })
  malls.putApp({
    mallId: 'demomall',
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    redirectUris: ['http://127.0.0.1:*/solution/result', 'http://localhost:*/solution/result'],
  })
  members.put({ mallId: 'demomall', memberId: 'shopper01', name: '홍길동' })
  members.put({ mallId: 'demomall', memberId: 'shopper02', name: '김영희' })
  members.put({ mallId: 'demomall', memberId: 'user&kim@한글', name: '김한글' })
}
