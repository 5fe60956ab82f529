import { type Krw, mediaStatusSchema, type Unusual } from '@pointpay/contracts'
import { openStore, type Store } from '@pointpay/credit'
import { type Postgres, startPostgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aForm, aSignedForm, post } from '../support/postback.ts'
import { type MallMedia, useService } from '../support/service.ts'

let postgres: Postgres
let store: Store
beforeAll(async () => {
  postgres = await startPostgres()
  store = await openStore({ databaseUrl: postgres.databaseUrl })
})
const world = useService({ env: { POINTPAY_WORKER: 'off' }, databaseUrl: () => postgres.databaseUrl })
afterAll(async () => {
  await store.close()
  await postgres.stop()
})

const pay = async (media: MallMedia, rw_price: number) =>
  (await post(media.returnUrl, aForm(media, { rw_price: String(rw_price) }))).text
const times = <T>(count: number, each: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, () => each()))
/** Amounts in KRW. */
type Expected = { [Field in keyof Unusual]?: Unusual[Field] extends string ? Unusual[Field] : number | null }
const unusualOf = async (media: MallMedia) => (await world().statusOf(media)).unusual

/** Waits until the media shows them; the newest comes first. */
async function shows(media: MallMedia, expected: Expected[]) {
  const isShown = async () => {
    const shown = await unusualOf(media)
    return shown.length === expected.length && shown.every((each, index) => matches(each, expected[index]!))
  }
  await world().eventually(JSON.stringify(expected), isShown)
}
const matches = (shown: Unusual, expected: Expected) =>
  Object.entries(expected).every(([field, value]) => shown[field as keyof Unusual] === value)

const logged = (media: MallMedia) =>
  world()
    .log.filter(({ event, mediaCode }) => event === 'return.unusual' && mediaCode === media.code)
    .map(({ level, unusual, amount, count }) => ({ level, unusual, amount, count }))

async function metric(name: string): Promise<number> {
  const lines = (await (await fetch(`${world().origin}/metrics`)).text()).split('\n')
  return Number(
    lines
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1) ?? 0,
  )
}

/** Pino's. */
const WARN = 40

test('usual calls, refused and repeated ones among them, are nothing to look at', async () => {
  const media = await world().aMedia({ capPerCall: 10_000 as Krw, capPerDay: 100_000 as Krw })
  const form = aForm(media, { rw_price: '5000' })
  await post(media.returnUrl, form)
  await times(30, () => post(media.returnUrl, form))
  await times(30, () => post(media.returnUrl, aForm(media, { rw_price: 'x' })))
  await times(20, () => post(media.returnUrl, aForm(media, { rw_a_code: 'another' })))
  expect(await unusualOf(media)).toEqual([])
  expect(logged(media)).toEqual([])
})

test('an unsigned call of more than half the cap for a call is shown, logged and counted; a signed one is usual', async () => {
  const media = await world().aMedia({ capPerCall: 10_000 as Krw })
  const before = await metric('pointpay_return_unusual_total{kind="large"}')
  await post(media.returnUrl, await aSignedForm(media, { rw_price: '10000' }))
  expect(await pay(media, 5_000)).toBe('201')
  expect(await pay(media, 5_001)).toBe('201')
  expect(await pay(media, 9_000)).toBe('201')
  await shows(media, [{ kind: 'large', amount: 14_001, count: 2 }])
  expect(logged(media)).toEqual([
    { level: WARN, unusual: 'large', amount: 5_001, count: 1 },
    { level: WARN, unusual: 'large', amount: 9_000, count: 1 },
  ])
  expect(await metric('pointpay_return_unusual_total{kind="large"}')).toBe(before + 2)
  const [status] = await world().service.setUp.statuses([media.code])
  expect(mediaStatusSchema.parse(status).unusual).toHaveLength(1)
})

test('a day’s total of more than 80 % of its cap is told once that day, signed calls counted in', async () => {
  const media = await world().aMedia({ capPerDay: 10_000 as Krw })
  await post(media.returnUrl, await aSignedForm(media, { rw_price: '8000' }))
  expect(logged(media)).toEqual([])
  expect(await pay(media, 500)).toBe('201')
  expect(await pay(media, 500)).toBe('201')
  await shows(media, [{ kind: 'day', amount: 8_500, count: 1 }])
  expect(logged(media)).toEqual([{ level: WARN, unusual: 'day', amount: 8_500, count: 1 }])
})

test('more unsigned calls in a minute than a mall can credit are told; as many signed ones are not', async () => {
  const media = await world().aMedia({ popup: 'pointpay' })
  await times(121, async () => post(media.returnUrl, await aSignedForm(media, { rw_price: '10' })))
  await times(120, () => pay(media, 10))
  expect(logged(media)).toEqual([])
  await times(5, () => pay(media, 10))
  await shows(media, [{ kind: 'rate', amount: 1_250, count: 125 }])
  expect(logged(media)).toEqual([{ level: WARN, unusual: 'rate', amount: 1_210, count: 121 }])
})

test.each([
  ['another media’s code', {}, { rw_a_code: 'another' }],
  ['a sum beyond the cap for a call', { capPerCall: 100 as Krw }, { rw_price: '101' }],
  ['a sum beyond the cap for a day', { capPerDay: 100 as Krw }, { rw_price: '101' }],
  ['a wrong network', { returnNetworks: ['203.0.113.0/24'] }, {}],
  ['no signature where we sign', { popup: 'own' as const }, {}],
])('more than 20 calls in a minute with %s are told', async (_what, settings, form) => {
  const media = await world().aMedia(settings)
  const refused = async () => (await post(media.returnUrl, aForm(media, form))).text
  expect(new Set(await times(20, refused))).not.toContain('201')
  expect(logged(media)).toEqual([])
  await times(3, refused)
  await shows(media, [{ kind: 'refused', amount: null, count: 23 }])
  expect(logged(media)).toEqual([{ level: WARN, unusual: 'refused', amount: null, count: 21 }])
})

test('calls of a RETURN URL that nobody has are no media’s: they are counted among the answers alone', async () => {
  const name = 'pointpay_return_answers_total{outcome="unknownKey"}'
  const unusual = 'pointpay_return_unusual_total{kind="refused"}'
  const [before, unusualBefore] = [await metric(name), await metric(unusual)]
  const url = `${world().origin}/solution/return/${'A'.repeat(43)}`
  await times(30, () => post(url, aForm({ code: 'nobodys' })))
  expect(await metric(name)).toBe(before + 30)
  expect(await metric(unusual)).toBe(unusualBefore)
})

test('a call is answered also where what is unusual about it cannot be kept', async () => {
  const media = await world().aMedia({ capPerCall: 10_000 as Krw })
  await sql`alter table solution_unusual rename to not_there`.execute(store.db)
  try {
    expect(await pay(media, 9_000)).toBe('201')
    await world().eventually('the log', async () =>
      world().log.some(({ event }) => event === 'return.unusual_not_kept'),
    )
  } finally {
    await sql`alter table not_there rename to solution_unusual`.execute(store.db)
  }
  expect(await pay(media, 9_000)).toBe('201')
  await shows(media, [{ kind: 'large', count: 1 }])
})

// Last, since it moves the clock for good.
test('each hour has a row of its own, the newest first; after a restart they are there, and after a week gone', async () => {
  const media = await world().aMedia({ capPerCall: 10_000 as Krw })
  await pay(media, 6_000)
  world().advance(3_600_000)
  await pay(media, 7_000)
  await shows(media, [
    { kind: 'large', amount: 7_000, count: 1 },
    { kind: 'large', amount: 6_000, count: 1 },
  ])
  await world().restart()
  await shows(media, [{ amount: 7_000 }, { amount: 6_000 }])
  world().advance(7 * 24 * 3_600_000 - 1_800_000)
  expect(await unusualOf(media)).toMatchObject([{ amount: 7_000 }])
  world().advance(3_600_000)
  expect(await unusualOf(media)).toEqual([])
})
