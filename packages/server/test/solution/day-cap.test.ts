import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '@pointpay/credit'
import { freePort } from '@pointpay/testkit/free-port'
import { type Postgres, startPostgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings, type Service, startService } from '../../src/index.ts'
import { aForm, post } from '../support/postback.ts'
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

const aMedia = (capPerDay: number | null) => world().aMedia({ capPerDay: capPerDay as never })
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

test('a cap that comes in the middle of a day counts what the day brought before', async () => {
  const media = await aMedia(null)
  expect(await pay(media, 8_000)).toBe('201')
  expect(await sums(media)).toEqual({ ledger: 8_000, total: 0 })
  await world().service.setUp.change(media.code, { capPerDay: 10_000 as never })
  expect(await pay(media, 2_001)).toBe(overCap)
  expect(await pay(media, 2_000)).toBe('201')
  expect(await sums(media)).toEqual({ ledger: 10_000, total: 10_000 })
})

test('what came while the cap was off for a while counts once it is on again', async () => {
  const media = await aMedia(10_000)
  const setCap = (capPerDay: number | null) =>
    world().service.setUp.change(media.code, { capPerDay: capPerDay as never })
  expect(await pay(media, 1_000)).toBe('201')
  await setCap(null)
  expect(await pay(media, 8_000)).toBe('201')
  await setCap(10_000)
  world().advance(15_000)
  expect(await pay(media, 2_000)).toBe(overCap)
  expect(await pay(media, 1_000)).toBe('201')
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

// Last, since it moves the clock for good.
test('a new day, by Korean time, has the whole cap again', async () => {
  const media = await aMedia(10_000)
  expect(await pay(media, 10_000)).toBe('201')
  expect(await pay(media, 1)).toBe(overCap)
  world().advance(24 * 3_600_000)
  expect(await pay(media, 10_000)).toBe('201')
  expect(await pay(media, 1)).toBe(overCap)
})
