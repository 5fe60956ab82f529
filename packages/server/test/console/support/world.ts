import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type MediaCode,
  type MemberId,
  newMediaSchema,
  type Role,
  type TransactionNumber,
} from '@pointpay/contracts'
import {
  createCafe24Client,
  createCredit,
  createSecretSealer,
  type Credit,
  type CreditOptions,
  type Credits,
  migrate,
  migrateCredit,
  openStore,
  type RunningWorker,
  type Store,
} from '@pointpay/credit'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll } from 'vitest'
import {
  type Console,
  consoleMigrations,
  type ConsoleOptions,
  createConsole,
} from '../../../src/console/index.ts'
import { hashPassword } from '../../../src/console/accounts/password-hash.ts'
import { createMediaStore, type MediaStore } from '../../../src/media/media-store.ts'
import { mediaMigrations } from '../../../src/media/migrations.ts'
import { createPointhub, type Pointhub, pointhubMigrations } from '../../../src/pointhub/index.ts'
import { Browser } from '../../pointhub/support/browser.ts'
import type { AllTables } from '../../pointhub/support/store.ts'
import { createAddresses, createSolution, loadSdk, solutionMigrations } from '../../../src/solution/index.ts'
import { origin, Person } from './person.ts'
import { type SimulatedMall, startSimulatedMall } from './simulated-mall.ts'

const tokenKeys = { current: { id: 'k1', key: Buffer.alloc(32, 7) } }
const sealer = createSecretSealer(tokenKeys)
const secrets = { current: 'a secret of at least 32 characters, for tests', previous: [] }
const service = { pointhub: true, sandbox: true }
export const operatorPassword = 'operators-own-password'
export const managerPassword = 'managers-own-password'

export interface World {
  store: Store
  db: Kysely<AllTables>
  media: MediaStore
  mall: SimulatedMall
  mallId: string
  credits: Credits
  creditWorker: RunningWorker
  pointhub: Pointhub
  console: Console
  clock: RunningClock
  log: { event: string; fields: object }[]
  /** One more process's console on the same store. */
  another(options?: Partial<ConsoleOptions>): Console
  person(): Person
  operator(): Promise<Person>
  /** Of the media `shop` alone. */
  manager(): Promise<Person>
  /** A conversion through our own popup, of `shop01`'s or `shopper01`'s points, credited in the mall. */
  convert(points?: number): Promise<TransactionNumber>
  /** A credit that the real PointPay's RETURN URL call brought. */
  accept(change?: { memberId?: string; amount?: number; mediaCode?: string }): Promise<Credit>
  until(what: string, condition: () => Promise<boolean>): Promise<void>
}

/** The real time, as the database and the simulated mall have it, and what the test moves it ahead by. */
class RunningClock {
  #aheadMs = 0
  readonly now = (): Date => new Date(Date.now() + this.#aheadMs)
  advance(ms: number): void {
    this.#aheadMs += ms
  }
}

/** Each test's world starts empty, on one store and one simulated Cafe24 for the file. */
export function useWorlds() {
  let store: Store
  let mall: SimulatedMall
  const closing: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    store = await aStore()
    mall = await startSimulatedMall()
  })
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
    await clear(store)
  })
  afterAll(async () => {
    await store.close()
    await mall.close()
  })
  return (options: Partial<ConsoleOptions> & { credit?: Partial<CreditOptions> } = {}) =>
    aWorld(store, mall, closing, options)
}

/** All tables, in memory. */
export async function aStore(): Promise<Store> {
  const store = await openStore({ memory: true })
  await migrateCredit(store)
  const parts = {
    mediaMigrations: mediaMigrations(sealer),
    pointhubMigrations,
    solutionMigrations,
    consoleMigrations,
  }
  for (const [name, migrations] of Object.entries(parts))
    await migrate(store, { getMigrations: async () => migrations }, name.toLowerCase())
  return store
}

async function aWorld(
  store: Store,
  mall: SimulatedMall,
  closing: (() => Promise<unknown>)[],
  { credit, ...overrides }: Partial<ConsoleOptions> & { credit?: Partial<CreditOptions> },
): Promise<World> {
  const db = store.db as unknown as Kysely<AllTables>
  const clock = new RunningClock()
  const log: { event: string; fields: object }[] = []
  const write = (fields: object, event: string) => void log.push({ event, fields })
  const logger = { info: write, warn: write, error: write }
  const random = (bytes: number) => randomBytes(bytes)
  const media = createMediaStore(store.db.withTables(), {
    sealer,
    returnUrlOf: createAddresses(origin).returnUrl,
    clock: clock.now,
    random,
    log: logger,
  })
  const cafe24 = createCafe24Client({ origin: mall.origin, timeouts: { connectMs: 500, answerMs: 700 } })
  const credits = await createCredit({
    store,
    cafe24,
    tokenKeys,
    journalFolder: mkdtempSync(join(tmpdir(), 'console-test-journal-')),
    timing: {
      firstCheckMs: 30,
      quietPeriodMs: 300,
      quietMallMs: 600,
      acceptedMs: 900,
      recheckMs: 100,
      checkAgainMs: 100,
      byHandMs: 500,
      retryMs: 20,
      pollMs: 100,
    },
    ...credit,
  })
  closing.push(() => credits.close())
  const common = {
    db: store.db.withTables<never>() as never,
    media,
    clock: clock.now,
    random,
    secrets,
    origin,
    log: logger,
    listen: store.listen,
  }
  const solution = createSolution({
    ...common,
    credits,
    cafe24,
    sdk: await loadSdk(common.db, aWidgetBuild()),
    clientAddress: () => '127.0.0.1',
    service,
    onReturnAnswer: () => {},
    onUnusual: () => {},
  })
  closing.push(() => solution.close())
  const mallId = await mall.add(['shopper01', 'shopper02', 'shopper03'])
  await solution.setUp.add(
    newMediaSchema.parse({
      code: 'shop',
      name: '데모몰',
      integration: { kind: 'cafe24', mallId, clientId: 'app', clientSecret: 'secret' },
    }),
  )
  await mall.consent(credits, mallId)
  await solution.setUp.add(
    newMediaSchema.parse({
      code: 'other',
      name: '다른 가맹점',
      integration: { kind: 'own-backend', returnUrl: 'https://other.test/return' },
    }),
  )
  const creditWorker = credits.worker.start()
  closing.push(() => creditWorker.stop())

  const pointhub = createPointhub({
    ...common,
    credits: { stateOf: async () => null, onChange: (listener) => credits.onChange(listener) },
    // The RETURN URLs at the other end: the mall's is our own solution half's, any other merchant's says 201.
    fetch: async (address, init) => solution.routes.request(String(address), init),
    fetchOutside: async () => new Response('201'),
    popupDist: aPopupBuild(),
    partners: 'sandbox',
    sweepMs: 20,
  })
  pointhub.worker.start()
  closing.push(() => pointhub.worker.stop())

  const another = (more: Partial<ConsoleOptions> = {}) => {
    const made = createConsole({
      sealer,
      ...common,
      credits,
      pointhub: pointhub.forConsole,
      setUp: solution.setUp,
      service,
      sweepMs: 20,
      ...overrides,
      ...more,
    })
    closing.push(async () => {
      await made.worker.stop()
      await made.close()
    })
    return made
  }
  const console = another()
  console.worker.start()
  const person = () => new Person(console.routes)
  const loggedIn = async (login: string, password: string) => {
    const somebody = person()
    await somebody.logIn(login, password)
    return somebody
  }
  const world: World = {
    store,
    db,
    media,
    mall,
    mallId,
    credits,
    creditWorker,
    pointhub,
    console,
    clock,
    log,
    another,
    person,
    async operator() {
      await addAccount(world, 'operator', 'operator', [], hashOf(operatorPassword))
      return loggedIn('operator', operatorPassword)
    },
    async manager() {
      await addAccount(world, 'manager', 'manager', ['shop'], hashOf(managerPassword))
      return loggedIn('manager', managerPassword)
    },
    async convert(points = 5_000) {
      const shopper = await (await new Browser(pointhub.routes).open()).identify()
      await (await shopper.select('KT', points)).convert()
      const number = shopper.view.conversion?.transactionNumber as TransactionNumber
      await until('the credit', async () => {
        const found = await credits.ledger.byTransaction('shop', number)
        return found?.state === 'credited'
      })
      await until('the postback', async () => {
        const found = await pointhub.forConsole.conversionOf('shop' as MediaCode, number)
        return found?.state === 'delivered'
      })
      return number
    },
    async accept({ memberId = 'shopper01', amount = 10_000, mediaCode = 'shop' } = {}) {
      const transactionNumber = aTransactionNumber()
      const result = await credits.ledger.accept({
        mediaCode: mediaCode as MediaCode,
        mallId,
        shopNo: 1,
        memberId: memberId as MemberId,
        amount,
        transactionNumber,
        pointKind: 'KT',
        convertedAt: clock.now(),
      })
      if (result.kind !== 'accepted') throw new Error(`The credit was answered ${result.kind}`)
      return (await credits.ledger.byId(result.creditId))!
    },
    until,
  }
  return world
}

const hashes = new Map<string, string>()

/** One derivation a password, for each takes a fifth of a second. */
function hashOf(password: string): string {
  const known = hashes.get(password) ?? hashPassword(password, randomBytes(16))
  hashes.set(password, known)
  return known
}

/** As `accounts.add` does, unless it is there. */
async function addAccount(world: World, login: string, role: Role, mediaCodes: string[], hash: string) {
  const name = role === 'operator' ? '운영자' : '담당자'
  await sql`
    insert into console_account (login, name, role, media_codes, password_hash, created_at)
    values (${login}, ${name}, ${role}, ${mediaCodes}, ${hash}, ${world.clock.now()}) on conflict do nothing`.execute(
    world.db,
  )
}

export function aTransactionNumber(): TransactionNumber {
  return `ME${randomBytes(8).toString('hex').toUpperCase()}` as TransactionNumber
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come about within 10 s.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** What Vite leaves, as far as the server cares. */
function aPopupBuild(): string {
  const dist = mkdtempSync(join(tmpdir(), 'console-test-popup-'))
  writeFileSync(
    join(dist, 'index.html'),
    '<!doctype html><html><head><title>p</title></head><body></body></html>',
  )
  return dist
}

function aWidgetBuild(): string {
  const dist = mkdtempSync(join(tmpdir(), 'console-test-widget-'))
  const body = 'void 0'
  const integrity = `sha384-${createHash('sha384').update(body).digest('base64')}`
  writeFileSync(join(dist, 'pointpay.js'), body)
  writeFileSync(
    join(dist, 'manifest.json'),
    JSON.stringify({ version: '1.0.0', files: { 'pointpay.js': { integrity } } }),
  )
  return dist
}

async function clear(store: Store): Promise<void> {
  await sql`
    truncate media, media_key, pointhub_session, pointhub_identity, pointhub_count, pointhub_conversion, pointhub_postback,
      pointhub_history, sandbox_account, sandbox_hold, sandbox_entry, sandbox_control, console_account, console_second_factor, console_session,
      console_login_tries, console_audit, console_refund, solution_script_tag, credit_credits, credit_parts, credit_history`.execute(
    store.db,
  )
  await sql`update console_audit_head set lines = 0, hash = ''`.execute(store.db)
}
