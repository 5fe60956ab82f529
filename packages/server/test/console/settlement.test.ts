import { dailyTotalSchema } from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { Browser } from '../pointhub/support/browser.ts'
import { type Person, refusal } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const totalsSchema = z.object({ items: z.array(dailyTotalSchema) })
const totals = async (person: Person, query: string) =>
  (await person.get(`/totals?${query}`, totalsSchema)).items

const kstDay = (instantMs: number) => new Date(instantMs + 9 * 3_600_000).toISOString().slice(0, 10)

/** Today in KST and tomorrow: what a test does now falls on one of them, though midnight come in between. */
function fromToday(): string {
  const nowMs = Date.now()
  return `from=${kstDay(nowMs)}&to=${kstDay(nowMs + 24 * 3_600_000)}`
}

/** The sums of all days asked for. */
async function inAll(person: Person, query: string) {
  const days = await totals(person, query)
  const sum = (kind: 'credited' | 'cancelled') => ({
    count: days.reduce((count, day) => count + day[kind].count, 0),
    amount: days.reduce((amount, day) => amount + day[kind].amount, 0),
  })
  return { credited: sum('credited'), cancelled: sum('cancelled') }
}

async function aCredit(
  world: World,
  number: string,
  creditedAt: string,
  { amount = 1_000, cancelledAt = null as string | null, memberId = 'member1', mediaCode = 'shop' } = {},
) {
  await sql`
    insert into credit_credits
      (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, point_kind, state, created_at, credited_at, cancelled_at)
    values (${mediaCode}, ${number}, ${number}, ${world.mallId}, 1, ${memberId}, ${amount}, 'KT',
      ${cancelledAt ? 'cancelled' : 'credited'}, ${creditedAt}, ${creditedAt}, ${cancelledAt})`.execute(
    world.db,
  )
}

async function csv(person: Person, query: string) {
  const response = await person.request(`/settlement.csv?${query}`)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(bytes.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
  return new TextDecoder().decode(bytes).trimEnd().split('\n')
}

test('each KST day tells what was credited and what was cancelled on it', async () => {
  const world = await aWorld()
  await aCredit(world, 'A', '2026-11-22T15:00:00Z', { amount: 5_000 })
  await aCredit(world, 'B', '2026-11-23T14:59:59.999Z', { amount: 700, cancelledAt: '2026-11-24T15:00:00Z' })
  await aCredit(world, 'C', '2026-11-23T15:00:00Z', { amount: 30 })
  const manager = await world.manager()
  expect(await totals(manager, 'from=2026-11-23&to=2026-11-25')).toEqual([
    { day: '2026-11-23', credited: { count: 2, amount: 5_700 }, cancelled: { count: 0, amount: 0 } },
    { day: '2026-11-24', credited: { count: 1, amount: 30 }, cancelled: { count: 0, amount: 0 } },
    { day: '2026-11-25', credited: { count: 0, amount: 0 }, cancelled: { count: 1, amount: 700 } },
  ])
})

test('a merchant with its own backend is settled by what it said', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const days = `${fromToday()}&mediaCode=other`
  const shopper = await (await new Browser(world.pointhub.routes).open({ aCode: 'other' })).identify()
  await (await shopper.select('KT', 4_000)).convert()
  await shopper.until('credited')
  expect(await inAll(operator, days)).toEqual({
    credited: { count: 1, amount: 4_000 },
    cancelled: { count: 0, amount: 0 },
  })
  const number = shopper.view.conversion?.transactionNumber
  await operator.send('POST', `/conversions/other/${number}/cancel`, { reason: '고객 요청' })
  await shopper.until('cancelled')
  expect(await inAll(operator, days)).toEqual({
    credited: { count: 1, amount: 4_000 },
    cancelled: { count: 1, amount: 4_000 },
  })
  const lines = await csv(operator, days)
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(',4000,4000,0')
})

test('a conversion through our own popup is settled once, though both halves know it', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const days = fromToday()
  await world.convert(5_000)
  expect((await inAll(manager, days)).credited).toEqual({ count: 1, amount: 5_000 })
})

test('the settlement has one line a conversion, and its sums are those of the days', async () => {
  const world = await aWorld()
  await aCredit(world, 'BEFORE', '2026-11-20T00:00:00Z', { amount: 900, cancelledAt: '2026-11-24T01:00:00Z' })
  await aCredit(world, 'INSIDE', '2026-11-24T02:00:00Z', { amount: 500, cancelledAt: '2026-11-25T01:00:00Z' })
  await aCredit(world, 'LATER', '2026-11-24T03:00:00Z', { amount: 60, cancelledAt: '2026-12-24T01:00:00Z' })
  await aCredit(world, 'OUTSIDE', '2026-11-27T03:00:00Z')
  await aCredit(world, 'OTHERS', '2026-11-24T03:00:00Z', { mediaCode: 'other' })
  const manager = await world.manager()
  const query = 'from=2026-11-24&to=2026-11-26'
  const lines = await csv(manager, query)
  expect(lines[0]).toBe(
    '\ufeff매체코드,거래번호,회원 아이디,포인트 종류,전환 시각,적립 시각,취소 시각,적립액(원),취소액(원),정산액(원)'.slice(
      1,
    ),
  )
  expect(lines.slice(1)).toEqual([
    'shop,BEFORE,member1,KT,2026-11-20 09:00:00,2026-11-20 09:00:00,2026-11-24 10:00:00,0,900,-900',
    'shop,INSIDE,member1,KT,2026-11-24 11:00:00,2026-11-24 11:00:00,2026-11-25 10:00:00,500,500,0',
    'shop,LATER,member1,KT,2026-11-24 12:00:00,2026-11-24 12:00:00,2026-12-24 10:00:00,60,0,60',
  ])
  const sums = lines.slice(1).map((line) => line.split(',').slice(7).map(Number))
  const days = await totals(manager, query)
  for (const [column, kind] of [
    [0, 'credited'],
    [1, 'cancelled'],
  ] as const)
    expect(sums.reduce((sum, line) => sum + line[column]!, 0)).toBe(
      days.reduce((sum, day) => sum + day[kind].amount, 0),
    )
})

test('a busy day comes in slices that neither lose nor repeat a line', async () => {
  const world = await aWorld()
  await sql`
    insert into credit_credits (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, created_at, credited_at, state)
    select 'shop', 'B' || n, 'B' || n, ${world.mallId}, 1, 'm', 10, now(),
      timestamptz '2026-11-24 00:00+09' + (n % 86400) * interval '1 second', 'credited'
    from generate_series(1, 5000) n`.execute(world.db)
  const lines = await csv(await world.manager(), 'from=2026-11-24&to=2026-11-24')
  const numbers = lines.slice(1).map((line) => line.split(',')[1])
  expect(numbers).toHaveLength(5_000)
  expect(new Set(numbers).size).toBe(5_000)
})

test('what a spreadsheet would take for a formula stays text', async () => {
  const world = await aWorld()
  for (const [index, memberId] of ['=1+1', '+82', '-5', '@SUM(A1)', '"a",b'].entries())
    await aCredit(world, `F${index}`, `2026-11-24T03:00:0${index}Z`, { memberId })
  const lines = await csv(await world.manager(), 'from=2026-11-24&to=2026-11-24')
  const members = lines.slice(1).map((line) => line.replace(/^shop,F\d,/, '').replace(/,KT,.*$/, ''))
  expect(members).toEqual(["'=1+1", "'+82", "'-5", "'@SUM(A1)", '"""a"",b"'])
})

test('a span that is backwards, or longer than a quarter, is refused', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  for (const path of ['/totals', '/settlement.csv'])
    for (const span of [
      'from=2026-11-24&to=2026-11-23',
      'from=2026-01-01&to=2026-04-03',
      'from=2026-11-24',
      '',
    ])
      expect((await refusal(await manager.request(`${path}?${span}`))).code).toBe('invalid_request')
  expect(await totals(manager, 'from=2026-01-01&to=2026-04-02')).toHaveLength(92)
})
