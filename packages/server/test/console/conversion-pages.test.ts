import { randomBytes } from 'node:crypto'
import {
  type ConversionPage,
  conversionPageSchema,
  conversionDetailSchema,
  type ConversionRow,
} from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Browser } from '../pointhub/support/browser.ts'
import { type Person, refusal } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()

const search = (person: Person, query: Record<string, string> = {}) =>
  person.get(`/conversions?${new URLSearchParams(query)}`, conversionPageSchema)

/** All pages, one after the other. */
async function allPages(person: Person, query: Record<string, string> = {}) {
  const pages: ConversionPage[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: ConversionPage = await search(person, { ...query, ...(cursor ? { cursor } : {}) })
    pages.push(page)
    cursor = page.nextCursor
  }
  return { pages, items: pages.flatMap(({ items }) => items) }
}
const numbers = (rows: readonly ConversionRow[]) => rows.map(({ transactionNumber }) => transactionNumber)

/** Books as they grow: credits of the real PointPay, credits of our pointhub, and conversions that have none. */
async function fill(world: World, count: number) {
  await sql`
    insert into credit_credits
      (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, point_kind, state, converted_at, created_at, credited_at,
       cancel_asked_at, cancelled_at)
    select 'shop', 'C' || n, 'C' || n, ${world.mallId}, 1, 'member' || n % 7, 1000 + n, 'KT',
      case when n % 10 = 0 then 'cancelled' else 'credited' end,
      -- Many share a second, as the wire has no more; some came without a time.
      case when n % 5 = 0 then null else date_trunc('second', timestamptz '2026-11-24 00:00+09' + n * interval '0.4 second') end,
      timestamptz '2026-11-24 00:00+09' + n * interval '0.4 second', now(),
      case when n % 20 = 0 then now() end, case when n % 10 = 0 then now() end
    from generate_series(1, ${count}) n`.execute(world.db)
  await sql`
    insert into pointhub_session (id, browser, media_code, member_id, mode, touched_at, created_at, expires_at)
    select 's' || n, 'b', 'shop', 'member' || n % 7, 'verified', now(), now(), now()
    from generate_series(1, ${count}) n`.execute(world.db)
  // Every other conversion has the credit of the same number.
  await sql`
    insert into pointhub_conversion
      (transaction_number, session_id, idempotency_key, media_code, member_id, kind, points, amount, state, started_at,
       converted_at, delivered_at, busy_until)
    select case when n % 2 = 0 then 'C' else 'P' end || n, 's' || n, 'key', case when n % 3 = 0 and n % 2 = 1 then 'other' else 'shop' end,
      'member' || n % 7, 'KT', 1000 + n, 1000 + n,
      case when n % 10 = 0 then 'cancelled' when n % 2 = 0 then 'delivered' when n % 3 = 0 then 'delivered'
        when n % 11 = 0 then 'captured' else 'failed' end,
      timestamptz '2026-11-24 00:00+09' + n * interval '0.4 second',
      case when n % 7 = 0 then null else timestamptz '2026-11-24 00:00+09' + n * interval '0.4 second' end,
      now(), 'infinity'
    from generate_series(1, ${count}) n`.execute(world.db)
}

test('the pages hold every conversion once, newest first, whichever half knows it', async () => {
  const world = await aWorld()
  await fill(world, 400)
  const { pages, items } = await allPages(await world.operator())
  const credits = Array.from({ length: 400 }, (_, index) => `C${index + 1}`)
  const conversions = credits.filter((_, index) => index % 2 === 0).map((number) => number.replace('C', 'P'))
  expect(numbers(items).sort()).toEqual([...credits, ...conversions].sort())
  const times = items.map(({ convertedAt }) => convertedAt)
  expect(times).toEqual(times.toSorted().toReversed())
  expect(new Set(pages.slice(0, -1).map((page) => page.items.length))).toEqual(new Set([50]))
})

test('a page stays where it was while new conversions come in', async () => {
  const world = await aWorld()
  await fill(world, 200)
  const operator = await world.operator()
  const first = await search(operator)
  await sql`
    insert into credit_credits (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, created_at)
    select 'shop', 'NEW' || n, 'NEW' || n, ${world.mallId}, 1, 'member1', 1, timestamptz '2027-01-01' from generate_series(1, 60) n`.execute(
    world.db,
  )
  const second = await search(operator, { cursor: first.nextCursor! })
  expect(numbers(second.items).some((number) => number.startsWith('NEW'))).toBe(false)
  expect(numbers(first.items).filter((number) => numbers(second.items).includes(number))).toEqual([])
})

test('a manager finds the conversions of its own media alone', async () => {
  const world = await aWorld()
  await fill(world, 100)
  const { items } = await allPages(await world.manager())
  expect(new Set(items.map(({ mediaCode }) => mediaCode))).toEqual(new Set(['shop']))
  const { items: all } = await allPages(await world.operator())
  expect(all.filter(({ mediaCode }) => mediaCode === 'shop')).toEqual(items)
  expect(all.length).toBeGreaterThan(items.length)
})

test('every search finds what going through all of them by hand finds', async () => {
  const world = await aWorld()
  await fill(world, 300)
  const operator = await world.operator()
  const { items: all } = await allPages(operator)
  const states = new Set(all.map(({ state }) => state))
  expect([...states].sort()).toEqual(['cancelled', 'credited', 'delivered', 'failed', 'posting'])
  for (const state of states) {
    const { items } = await allPages(operator, { state })
    expect([state, items]).toEqual([state, all.filter((row) => row.state === state)])
  }
  const byMember = await allPages(operator, { memberId: 'member3' })
  expect(byMember.items).toEqual(all.filter(({ memberId }) => memberId === 'member3'))
  const both = await allPages(operator, { memberId: 'member3', state: 'failed', mediaCode: 'shop' })
  expect(both.items).toEqual(all.filter((row) => row.memberId === 'member3' && row.state === 'failed'))
  expect(both.items.length).toBeGreaterThan(0)
  for (const transactionNumber of ['C20', 'P21', 'nothing']) {
    const { items } = await search(operator, { transactionNumber })
    expect(items).toEqual(all.filter((row) => row.transactionNumber === transactionNumber))
  }
})

test('a KST day holds what was converted on it, from its first to its last instant', async () => {
  const world = await aWorld()
  const instants = {
    BEFORE: '2026-11-23T14:59:59.999Z',
    FIRST: '2026-11-23T15:00:00.000Z',
    LAST: '2026-11-24T14:59:59.999Z',
    AFTER: '2026-11-24T15:00:00.000Z',
  }
  for (const [number, at] of Object.entries(instants))
    await sql`
      insert into credit_credits (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, converted_at)
      values ('shop', ${number}, ${number}, ${world.mallId}, 1, 'member1', 1, ${new Date(at)})`.execute(
      world.db,
    )
  const manager = await world.manager()
  const found = await search(manager, { from: '2026-11-24', to: '2026-11-24' })
  expect(numbers(found.items)).toEqual(['LAST', 'FIRST'])
  expect(numbers((await search(manager, { from: '2026-11-25' })).items)).toEqual(['AFTER'])
  expect(numbers((await search(manager, { to: '2026-11-23' })).items)).toEqual(['BEFORE'])
})

test("what waits for Cafe24, and what Cafe24 refused, are found by the ledger's own states", async () => {
  const world = await aWorld()
  const manager = await world.manager()
  await world.mall.faults(world.mallId, { rates: { tooMany: 1 } })
  const waiting = await world.accept()
  await world.until('waiting', async () => (await search(manager, { state: 'waiting' })).items.length === 1)
  expect(numbers((await search(manager, { state: 'waiting' })).items)).toEqual([waiting.transactionNumber])
  await world.mall.faults(world.mallId, {})
  const refused = await world.accept({ memberId: 'nosuchmember' })
  await world.until('refused', async () => (await search(manager, { state: 'refused' })).items.length === 1)
  expect(numbers((await search(manager, { state: 'refused' })).items)).toEqual([refused.transactionNumber])
})

test('one conversion tells its whole history, of both halves, in the order of time', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  const detail = await manager.get(`/conversions/shop/${number}`, conversionDetailSchema)
  expect(detail).toMatchObject({
    mediaCode: 'shop',
    memberId: 'shopper01',
    pointKind: 'KT',
    points: 5_000,
    amount: 5_000,
    state: 'credited',
    shopNo: 1,
    cancellable: true,
    handWork: null,
    parts: [{ number: 1, amount: 5_000, state: 'credited', attempts: 1 }],
  })
  const subjects = new Set(detail.history.map(({ subject }) => subject))
  expect(subjects).toEqual(new Set(['conversion', 'postback', 'credit']))
  expect(detail.history.map(({ to }) => to)).toContain('credited')
  const times = detail.history.map(({ at }) => at)
  expect(times).toEqual([...times].sort())
  const [row] = (await search(manager, { transactionNumber: number })).items
  expect(detail).toMatchObject(row!)
})

test('a conversion that never has a credit, since its merchant credits by itself, is found too', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const shopper = await (await new Browser(world.pointhub.routes).open({ aCode: 'other' })).identify()
  await (await shopper.select('KT', 3_000)).convert()
  await shopper.until('credited')
  const operator = await world.operator()
  const { items } = await search(operator, { state: 'delivered', memberId: 'shopper01' })
  expect(items).toMatchObject([{ mediaCode: 'other', amount: 3_000, pointKind: 'KT', creditedAt: null }])
  expect((await search(manager, { memberId: 'shopper01' })).items).toEqual([])
})

test('a day of no calendar of ours holds nothing, and a page that ended there is none of ours', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const { transactionNumber } = await world.accept()
  for (const day of ['0000-01-01', '0001-01-01', '1969-12-31']) {
    expect(numbers((await search(operator, { from: day })).items)).toEqual([transactionNumber])
    expect((await search(operator, { to: day })).items).toEqual([])
    for (const path of ['/totals', '/settlement.csv'])
      expect([path, (await operator.request(`${path}?from=${day}&to=${day}`)).status]).toEqual([path, 200])
  }
  expect(numbers((await search(operator, { to: '9999-12-31' })).items)).toEqual([transactionNumber])
  for (const day of ['0000-01-01', '0001-01-01', '2026-02-30', '2026-00-10']) {
    const query = new URLSearchParams({ cursor: `${day}T00:00:00.000000Z~credit~1` })
    expect(await refusal(await operator.request(`/conversions?${query}`))).toMatchObject({ field: 'cursor' })
  }
})

test('searches and cursors that cannot be are refused by name', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const wrong = {
    from: '2026-02-30',
    to: 'yesterday',
    state: 'lost',
    memberId: ' x',
    transactionNumber: "x'; --",
    mediaCode: 'a b',
    cursor: randomBytes(9).toString('base64'),
  }
  for (const [field, value] of Object.entries(wrong)) {
    const refused = await refusal(
      await operator.request(`/conversions?${new URLSearchParams({ [field]: value })}`),
    )
    expect(refused).toMatchObject({ status: 400, code: 'invalid_request', field })
  }
})
