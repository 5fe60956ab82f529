import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Krw } from '@pointpay/contracts'
import { openStore, type Store } from '@pointpay/credit'
import { freePort } from '@pointpay/testkit/free-port'
import { type Postgres, startPostgres } from '@pointpay/testkit/postgres'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings, type Service, startService } from '../../src/index.ts'
import { aForm, type Answer, post } from '../support/postback.ts'
import { settingsEnv, useService } from '../support/service.ts'

let postgres: Postgres
let store: Store
/** A second process, as far as the database can tell. */
let other: Service
const folder = mkdtempSync(join(tmpdir(), 'day-cap-'))

beforeAll(async () => {
  postgres = await startPostgres()
  store = await openStore({ databaseUrl: postgres.databaseUrl })
})
const world = useService({ env: { POINTPAY_WORKER: 'off' }, databaseUrl: () => postgres.databaseUrl })
beforeAll(async () => {
  const env = { ...settingsEnv(await freePort(), world().cafe24.origin), POINTPAY_WORKER: 'off' }
  const settings = { ...env, POINTPAY_DATA: folder, POINTPAY_ORIGIN: world().origin }
  other = await startService(readSettings({ ...settings, DATABASE_URL: postgres.databaseUrl }), {
    logTo: { write() {} },
  })
})
afterAll(async () => {
  await other.close()
  await store.close()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Media = Awaited<ReturnType<ReturnType<typeof world>['aMedia']>>

const aMedia = (capPerDay: number) =>
  world().aMedia({ capPerDay: capPerDay as Krw, capPerCall: 10_000_000 as Krw })
const pay = async (media: Media, rw_price: number, form: Record<string, string> = {}) =>
  (await post(media.returnUrl, aForm(media, { rw_price: String(rw_price), ...form }))).text
const overCap = '202|-|1일 한도 초과'

/** The sum of what the ledger holds, and the total that is kept beside it. */
async function sums({ code }: Media) {
  const { rows } = await sql<{ ledger: number; total: number }>`
    select (select coalesce(sum(amount), 0)::int from credit_credits where media_code = ${code}) as ledger,
      (select coalesce(sum(accepted), 0)::int from solution_day_total where media_code = ${code}) as total`.execute(
    store.db,
  )
  return rows[0]
}

test('of many calls at once to two processes exactly the day’s cap is accepted, and the same after a restart', async () => {
  const media = await aMedia(20_000)
  const path = new URL(media.returnUrl).pathname
  const urls = [media.returnUrl, `http://127.0.0.1:${other.port}${path}`]
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, index) => post(urls[index % 2]!, aForm(media, { rw_price: '1000' }))),
  )
  const texts = answers.map(({ text }) => text)
  expect(texts.filter((text) => text === '201')).toHaveLength(20)
  expect(texts.filter((text) => text === overCap)).toHaveLength(100)
  expect(await sums(media)).toEqual({ ledger: 20_000, total: 20_000 })
  await world().restart()
  expect(await pay(media, 1)).toBe(overCap)
  expect(await sums(media)).toEqual({ ledger: 20_000, total: 20_000 })
})

test('calls of different amounts fill the cap and never pass it', async () => {
  const media = await aMedia(50_000)
  const amounts = Array.from({ length: 80 }, (_, index) => 700 + index * 37)
  await Promise.all(amounts.map((amount) => pay(media, amount)))
  const { ledger, total } = (await sums(media))!
  expect(ledger).toBeLessThanOrEqual(50_000)
  expect(ledger).toBeGreaterThan(50_000 - Math.max(...amounts))
  expect(total).toBe(ledger)
})

test('the same form many times at once counts once', async () => {
  const media = await aMedia(10_000)
  const form = aForm(media, { rw_price: '6000' })
  const texts = await Promise.all(
    Array.from({ length: 20 }, async () => (await post(media.returnUrl, form)).text),
  )
  expect(texts.filter((text) => text === '201')).toHaveLength(1)
  expect(texts.filter((text) => text === '202|-|거래번호 중복')).toHaveLength(19)
  expect(await pay(media, 4_001)).toBe(overCap)
  expect(await pay(media, 4_000)).toBe('201')
})

test('a cap that is lowered or raised in the middle of a day counts what the day brought before', async () => {
  const media = await aMedia(20_000)
  const setCap = (capPerDay: number) =>
    world().service.setUp.change(media.code, { capPerDay: capPerDay as Krw })
  expect(await pay(media, 8_000)).toBe('201')
  await setCap(10_000)
  expect(await pay(media, 2_001)).toBe(overCap)
  expect(await pay(media, 2_000)).toBe('201')
  await setCap(11_000)
  expect(await pay(media, 1_001)).toBe(overCap)
  expect(await pay(media, 1_000)).toBe('201')
  expect(await sums(media)).toEqual({ ledger: 11_000, total: 11_000 })
})

test('a total that is not there is begun with what the ledger has', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 8_000)).toBe('201')
  await sql`delete from solution_day_total where media_code = ${media.code}`.execute(store.db)
  expect(await pay(media, 2_001)).toBe(overCap)
  expect(await pay(media, 2_000)).toBe('201')
})

/** As if a process had died between taking room in the cap and accepting the credit, so long ago. */
async function leak(media: Media, krw: number, ago: string) {
  await sql`
    update solution_day_total set accepted = accepted + ${krw}, counted_at = null,
      raised_at = now() - ${ago}::interval
    where media_code = ${media.code}`.execute(store.db)
  // A process looks at most once a minute whether the total is due to be counted.
  world().advance(61_000)
}

test('room that a process took and left when it died is free again once the media was quiet', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 4_000)).toBe('201')
  await leak(media, 6_000, '11 minutes')
  expect(await pay(media, 6_001)).toBe(overCap)
  expect(await pay(media, 6_000)).toBe('201')
  expect(await sums(media)).toEqual({ ledger: 10_000, total: 10_000 })
})

test('while credits may be on their way to the ledger, their room is not given away', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 4_000)).toBe('201')
  await leak(media, 6_000, '9 minutes')
  expect(await pay(media, 1)).toBe(overCap)
  expect(await sums(media)).toEqual({ ledger: 4_000, total: 10_000 })
})

test('a total that has fallen behind the ledger catches up', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 8_000)).toBe('201')
  await leak(media, -8_000, '0 minutes')
  expect(await pay(media, 2_001)).toBe(overCap)
  expect(await pay(media, 2_000)).toBe('201')
})

test('a duplicate and an amount that no credit can have leave the room that they asked for', async () => {
  const media = await world().aMedia({
    capPerCall: 2_000_000_000 as Krw,
    capPerDay: 2_000_000_000 as Krw,
  })
  const form = aForm(media, { rw_price: '1000' })
  expect((await post(media.returnUrl, form)).text).toBe('201')
  expect((await post(media.returnUrl, form)).text).toBe('202|-|거래번호 중복')
  expect(await pay(media, 1_000_000_001)).toBe('202|-|값 오류 (rw_price)')
  await world().eventually('the room', async () => (await sums(media))!.total === 1_000)
})

test('what is cancelled on the same day makes room again', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 6_000)).toBe('201')
  expect(await pay(media, 4_000)).toBe('201')
  expect(await pay(media, 4_000)).toBe(overCap)
  const [credit] = await world().service.ledger.find({ mediaCodes: [media.code] })
  const cancel = { creditId: credit!.id, by: 'a test', reason: 'a test' }
  expect(await world().service.ledger.cancel(cancel)).toEqual({ kind: 'cancelled' })
  expect(await pay(media, 4_001)).toBe(overCap)
  expect(await pay(media, 4_000)).toBe('201')
  expect(await pay(media, 1)).toBe(overCap)
})

test('a call that failed in the store is not counted', async () => {
  const media = await aMedia(10_000)
  const name = sql.id(`no_777_${randomBytes(4).toString('hex')}`)
  await sql`alter table credit_credits add constraint ${name} check (amount <> 7777)`.execute(store.db)
  const failed = await post(media.returnUrl, aForm(media, { rw_price: '7777' }))
  await sql`alter table credit_credits drop constraint ${name}`.execute(store.db)
  expect(failed).toMatchObject({ status: 503, text: '500' })
  expect(await pay(media, 10_000)).toBe('201')
  expect(await sums(media)).toEqual({ ledger: 10_000, total: 10_000 })
})

test('a call that stood still for too long is answered 503 and credits nothing', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 1)).toBe('201')
  let call: Promise<Answer> | undefined
  await store.db.transaction().execute(async (trx) => {
    await sql`select 1 from solution_day_total where media_code = ${media.code} for update`.execute(trx)
    call = post(media.returnUrl, aForm(media, { rw_price: '5000' }))
    // It waits for the lock, and by then its room may count as free.
    await world().eventually('the waiting call', async () => (await waitingForLocks()) > 0)
    world().advance(61_000)
  })
  expect(await call).toMatchObject({ status: 503, text: '500' })
  expect(await sums(media)).toEqual({ ledger: 1, total: 5_001 })
  expect(await pay(media, 4_999)).toBe('201')
})

async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock'`.execute(store.db)
  return rows[0]!.count
}

test('a hundred calls to one media that has to wait keep no other media waiting', async () => {
  const [busy, quiet] = [await aMedia(1_000_000), await aMedia(1_000_000)]
  expect(await pay(busy, 1)).toBe('201')
  let calls: Promise<string>[] = []
  await store.db.transaction().execute(async (trx) => {
    await sql`select 1 from solution_day_total where media_code = ${busy.code} for update`.execute(trx)
    calls = Array.from({ length: 100 }, () => pay(busy, 10))
    const startedMs = performance.now()
    for (let each = 0; each < 5; each += 1) expect(await pay(quiet, 10)).toBe('201')
    expect(performance.now() - startedMs).toBeLessThan(3_000)
  })
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['201']))
  expect(await sums(busy)).toEqual({ ledger: 1_001, total: 1_001 })
})

test('64 media that are called at once are all answered, each within its cap', async () => {
  const media = await Promise.all(Array.from({ length: 64 }, () => aMedia(3_000)))
  const texts = await Promise.all(media.flatMap((each) => Array.from({ length: 4 }, () => pay(each, 1_000))))
  expect(texts.filter((text) => text === '201')).toHaveLength(64 * 3)
  expect(texts.filter((text) => text === overCap)).toHaveLength(64)
})

/** One of two processes is called; `again` posts the form of an earlier call once more. */
const aCall = fc.record({
  amount: fc.integer({ min: 1, max: 6_000 }),
  process: fc.constantFrom(0, 1),
  again: fc.option(fc.nat(20), { nil: null, freq: 3 }),
})
/** Calls at once, after one of the credits was cancelled or none. */
const aRound = fc.record({
  calls: fc.array(aCall, { minLength: 1, maxLength: 12 }),
  cancels: fc.option(fc.nat(20), { nil: null }),
})

test('whatever is called, repeated and cancelled in two processes, the cap is kept and its room can be used', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1_000, max: 20_000 }),
      fc.array(aRound, { minLength: 1, maxLength: 4 }),
      async (cap, rounds) => {
        const media = await aMedia(cap)
        const path = new URL(media.returnUrl).pathname
        const urls = [media.returnUrl, `http://127.0.0.1:${other.port}${path}`]
        const forms: Record<string, string>[] = []
        const held = new Map<string, number>()
        const heldSum = () => [...held.values()].reduce((sum, amount) => sum + amount, 0)
        for (const { calls, cancels } of rounds) {
          const credits = await world().service.ledger.find({ mediaCodes: [media.code], limit: 500 })
          const cancelled = cancels === null ? undefined : credits[cancels]
          if (cancelled) {
            await world().service.ledger.cancel({ creditId: cancelled.id, by: 'a test', reason: 'a test' })
            held.set(cancelled.transactionNumber, 0)
          }
          const sumBefore = heldSum()
          const posted = calls.map(({ amount, process, again }) => {
            const form = forms[again ?? -1] ?? aForm(media, { rw_price: String(amount) })
            forms.push(form)
            return { form, url: urls[process]! }
          })
          const answers = await Promise.all(posted.map(({ form, url }) => post(url, form)))
          for (const [index, { text }] of answers.entries()) {
            const { rw_orderno = '', rw_price } = posted[index]!.form
            if (text === '201') {
              expect(held.has(rw_orderno)).toBe(false)
              held.set(rw_orderno, Number(rw_price))
            } else expect([overCap, '202|-|거래번호 중복']).toContain(text)
          }
          for (const [index, { text }] of answers.entries())
            if (text === overCap) {
              const { rw_orderno = '', rw_price } = posted[index]!.form
              // A sender whose number was accepted is never told that it was not.
              expect(held.has(rw_orderno)).toBe(false)
              // No call is refused for want of room while all of this round together would have fitted.
              const wanted = posted.reduce((sum, { form }) => sum + Number(form['rw_price']), 0)
              expect(sumBefore + (calls.length === 1 ? Number(rw_price) : wanted)).toBeGreaterThan(cap)
            }
          expect(heldSum()).toBeLessThanOrEqual(cap)
        }
        await world().eventually('a total as the ledger has it', async () => {
          const { ledger, total } = (await sums(media))!
          return ledger === total
        })
      },
    ),
    { numRuns: 15 },
  )
}, 120_000)

// Last, since it moves the clock for good.
test('a new day, by Korean time, has the whole cap again', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 10_000)).toBe('201')
  expect(await pay(media, 1)).toBe(overCap)
  world().advance(24 * 3_600_000)
  expect(await pay(media, 10_000)).toBe('201')
  expect(await pay(media, 1)).toBe(overCap)
})
