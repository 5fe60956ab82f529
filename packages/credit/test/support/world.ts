import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MediaCode, MemberId, TransactionNumber } from '@pointpay/contracts'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import {
  createCafe24Client,
  createCredit,
  type Credit,
  type CreditOptions,
  type Credits,
  type LogLevel,
  type NewCredit,
  type RunningWorker,
  type Store,
} from '../../src/index.ts'
import { type SimulatedMalls, setUpMall, startSimulatedMalls } from './simulated-malls.ts'
import { stores, type TestDatabase } from './stores.ts'
import { quick, quickTimeouts } from './timing.ts'

export const tokenKeys = { current: { id: 'k1', key: Buffer.alloc(32, 7) } }

/** One ledger with its mall, over the file's database. */
export interface World {
  store: Store
  credits: Credits
  worker: RunningWorker | null
  malls: SimulatedMalls
  mallId: string
  log: { event: string; fields: Record<string, unknown>; level: LogLevel }[]
  journalFolder: string
  accept(credit?: Partial<NewCredit>): Promise<Credit>
  /** Waits until the credit is in this state. */
  until(credit: Credit, state: Credit['state']): Promise<Credit>
  /** Waits until what is asked for comes true. */
  eventually(what: string, check: () => Promise<boolean>): Promise<void>
  startWorker(): RunningWorker
  /** Another process on the same database. */
  another(options?: Partial<CreditOptions>): Promise<Credits>
}

export interface WorldOptions extends Partial<CreditOptions> {
  members?: string[]
  /** No worker runs until the test starts one. */
  idle?: boolean
  /** The owner has not consented. */
  withoutConsent?: boolean
  /** Nobody in the mall has ever had a point. */
  emptyMall?: boolean
}

let transactions = 0
export const aTransactionNumber = (): TransactionNumber => {
  transactions += 1
  return `ME20261124${String(transactions).padStart(6, '0')}${randomBytes(3).toString('hex').toUpperCase()}` as TransactionNumber
}

type Suite = (world: (options?: WorldOptions) => Promise<World>, database: () => TestDatabase) => void

/** Runs a suite over both stores. */
export function overBothStores(suite: Suite): void {
  over(stores, suite)
}

/** Runs a suite over PGlite alone: for what is a matter of Cafe24's answers and not of the store. */
export function overOneStore(suite: Suite): void {
  over(stores.slice(0, 1), suite)
}

function over(which: typeof stores, suite: Suite): void {
  describe.each(which)('over $name', ({ start }) => {
    let database: TestDatabase
    let malls: SimulatedMalls
    const cleanups: (() => Promise<unknown>)[] = []
    beforeAll(async () => {
      ;[database, malls] = await Promise.all([start(), startSimulatedMalls()])
    })
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
    })
    afterAll(async () => {
      await database.close()
      await malls.close()
    })
    suite(
      (options = {}) => aWorld(database, malls, cleanups, options),
      () => database,
    )
  })
}

async function aWorld(
  database: TestDatabase,
  malls: SimulatedMalls,
  cleanups: (() => Promise<unknown>)[],
  { members = ['pointpay'], idle, withoutConsent, emptyMall, ...overrides }: WorldOptions,
): Promise<World> {
  const mallId = await (emptyMall ? malls.addEmpty(members) : malls.add(members))
  const log: World['log'] = []
  const journalFolder = mkdtempSync(join(tmpdir(), 'credit-journal-'))
  const open = async () => {
    const store = await database.open()
    cleanups.push(() => store.close())
    return store
  }
  const another = async (more: Partial<CreditOptions> = {}) => {
    const store = more.store ?? (await open())
    const made = await createCredit({
      store,
      cafe24: createCafe24Client({ origin: malls.origin, timeouts: quickTimeouts }),
      tokenKeys,
      timing: quick,
      // The pace of a burst is a matter of its own test.
      callsPerSecond: 1_000,
      journalFolder,
      log: (event, fields, level = 'info') => void log.push({ event, fields, level }),
      ...overrides,
      ...more,
    })
    cleanups.push(() => made.close())
    return made
  }
  const store = await open()
  const credits = await another({ store })
  await (withoutConsent ? Promise.resolve() : setUpMall(credits, malls, mallId))
  const startWorker = () => {
    const worker = credits.worker.start()
    cleanups.push(() => worker.stop())
    return worker
  }
  return {
    store,
    credits,
    worker: idle ? null : startWorker(),
    malls,
    mallId,
    log,
    journalFolder,
    async accept(credit = {}) {
      const result = await credits.ledger.accept(aCredit(mallId, credit))
      if (result.kind !== 'accepted')
        throw new Error(`The credit was not accepted: ${JSON.stringify(result)}`)
      return (await credits.ledger.byId(result.creditId))!
    },
    async until({ id }, state) {
      let found = await credits.ledger.byId(id)
      await eventually(`credit ${id} is ${state} (it is ${found?.state})`, async () => {
        found = await credits.ledger.byId(id)
        return found?.state === state
      })
      return found!
    },
    eventually,
    startWorker,
    another,
  }
}

export function aCredit(mallId: string, credit: Partial<NewCredit> = {}): NewCredit {
  return {
    mediaCode: 'shop' as MediaCode,
    mallId,
    shopNo: 1,
    memberId: 'pointpay' as MemberId,
    amount: 12_345,
    transactionNumber: aTransactionNumber(),
    ...credit,
  }
}

/** Waits until what is asked for comes true. */
async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`Within 10 s it did not come about that ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
