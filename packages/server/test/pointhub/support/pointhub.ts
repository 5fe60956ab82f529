import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_CAP_PER_CALL, DEFAULT_CAP_PER_DAY, type MediaCode } from '@pointpay/contracts'
import { createClientAddress } from '../../../src/http/client-address.ts'
import type { MediaStore, NewMediaRow } from '../../../src/media/media-store.ts'
import type { PointhubOptions } from '../../../src/pointhub/deps.ts'
import { createPointhub, type Pointhub } from '../../../src/pointhub/index.ts'
import type { CreditResult, CreditResults } from '../../../src/pointhub/ports.ts'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { Browser, origin } from './browser.ts'
import { aMediaStore } from './media-store.ts'
import { aMerchant, type Merchant } from './merchant.ts'
import { aPgliteStore, type TestStore } from './store.ts'

export const secrets = { current: 'a secret of at least 32 characters, for tests', previous: [] }

/** The credit half as pointhub sees it: what a test says of a transaction. */
export class FakeCredits implements CreditResults {
  readonly results = new Map<string, CreditResult>()
  readonly #listeners = new Set<(change: { mediaCode: string; transactionNumber: string }) => void>()

  async stateOf(_mediaCode: string, transactionNumber: string): Promise<CreditResult | null> {
    return this.results.get(transactionNumber) ?? null
  }

  onChange(listener: (change: { mediaCode: string; transactionNumber: string }) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(mediaCode: string, transactionNumber: string, result: CreditResult): void {
    this.results.set(transactionNumber, result)
    for (const listener of this.#listeners) listener({ mediaCode, transactionNumber })
  }
}

/** Time that only the test moves. */
export class TestClock {
  #nowMs = Date.parse('2026-11-24T03:00:00.000Z')
  readonly now = (): Date => new Date(this.#nowMs)
  advance(ms: number): void {
    this.#nowMs += ms
  }
}

export interface LogLine {
  event: string
  fields: object
}

export interface World {
  store: TestStore
  media: MediaStore
  merchant: Merchant
  credits: FakeCredits
  clock: TestClock
  log: LogLine[]
  pointhub: Pointhub
  /** A new browser; `address`: where it calls from. */
  browser(address?: string): Browser
  browserOf(pointhub: Pointhub): Browser
  /** Waits for something to come about. */
  until(condition: () => Promise<boolean>): Promise<void>
  /** One more process on the same store. */
  another(options?: Partial<PointhubOptions>): Pointhub
  close(): Promise<void>
}

export function aMedia(change: Partial<NewMediaRow> = {}): NewMediaRow {
  return {
    code: 'shop' as MediaCode,
    name: '데모몰',
    kind: 'own-backend',
    mallId: null,
    returnUrl: 'http://127.0.0.1:1/',
    returnNetworks: [],
    origins: ['https://shop.test'],
    shops: [],
    shopsReadAt: null,
    capPerCall: DEFAULT_CAP_PER_CALL,
    capPerDay: DEFAULT_CAP_PER_DAY,
    accentColor: null,
    memberProof: 'none',
    unverifiedAllowed: false,
    mode: 'live',
    popup: 'own',
    nonceSeparator: null,
    ...change,
  }
}

export type WorldOptions = Partial<PointhubOptions> & { shop?: Partial<NewMediaRow> }

/**
 * Gives worlds to the tests of a file: each starts empty, on one store for the file, and is closed after its test.
 */
export function useWorlds(openStore: () => Promise<TestStore> = aPgliteStore) {
  let store: TestStore
  const open: World[] = []
  beforeAll(async () => {
    store = await openStore()
  })
  afterEach(async () => {
    for (const world of open.splice(0)) await world.close()
    await store.clear()
  })
  afterAll(() => store.close())
  return async (options: WorldOptions = {}): Promise<World> => {
    const world = await aWorld(store, options)
    open.push(world)
    return world
  }
}

/** A running pointhub with one merchant (`shop`). */
async function aWorld(store: TestStore, { shop, ...overrides }: WorldOptions): Promise<World> {
  const credits = new FakeCredits()
  const clock = new TestClock()
  const log: LogLine[] = []
  const write = (fields: object, event: string) => void log.push({ event, fields })
  const merchant = await aMerchant()
  const media = aMediaStore(store.db, {
    returnUrl: merchant.returnUrl,
    clock: clock.now,
    log: { info: write, warn: write, error: write },
  })
  const returnUrl = shop?.kind === 'cafe24' ? null : merchant.returnUrl
  await media.add(aMedia({ returnUrl, ...shop }))
  const popupDist = aPopupBuild()
  const processes: Pointhub[] = []
  const another = (more: Partial<PointhubOptions> = {}) => {
    const made = createPointhub({
      db: store.db as never,
      media,
      credits,
      fetch,
      fetchOutside: fetch,
      clock: clock.now,
      random: (bytes) => randomBytes(bytes),
      secrets,
      origin,
      log: { info: write, warn: write, error: write },
      listen: store.listen,
      popupDist,
      clientAddress: createClientAddress(true),
      partners: 'sandbox',
      sandboxControl: true,
      sweepMs: 20,
      ...overrides,
      ...more,
    })
    processes.push(made)
    return made
  }
  const pointhub = another()
  pointhub.worker.start()
  return {
    store,
    media,
    merchant,
    credits,
    clock,
    log,
    pointhub,
    browser: (address = '') => Object.assign(new Browser(pointhub.routes), { address }),
    browserOf: ({ routes }) => new Browser(routes),
    async until(condition) {
      const deadline = performance.now() + 5_000
      while (!(await condition())) {
        if (performance.now() > deadline) throw new Error('It did not come about within 5 s.')
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    another,
    async close() {
      await Promise.all(processes.map(({ worker }) => orDead(worker.stop())))
      await merchant.close()
    },
  }
}

/** A process that a test let die never finishes stopping. */
function orDead(stopped: Promise<void>): Promise<unknown> {
  return Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, 500))])
}

/** What Vite leaves, as far as the server cares. */
function aPopupBuild(): string {
  const dist = mkdtempSync(join(tmpdir(), 'pointpay-popup-'))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(
    join(dist, 'index.html'),
    '<!doctype html><html><head><title>p</title></head><body></body></html>',
  )
  writeFileSync(join(dist, 'assets', 'index-abc123.js'), `console.log(${'1+'.repeat(2_000)}1)`)
  return dist
}
