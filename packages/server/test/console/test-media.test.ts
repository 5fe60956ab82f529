import {
  type ConversionDetail,
  conversionDetailSchema,
  conversionPageSchema,
  dailyTotalSchema,
  type MediaStatus,
  mediaStatusSchema,
} from '@pointpay/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { answer, type Person } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const totalsSchema = z.object({ items: z.array(dailyTotalSchema) })

const today = (world: World) =>
  new Date(world.clock.now().getTime() + 9 * 3_600_000).toISOString().slice(0, 10)

async function creditedToday(world: World, person: Person): Promise<number> {
  const day = today(world)
  const { items } = await person.get(`/totals?from=${day}&to=${day}`, totalsSchema)
  return items[0]!.credited.amount
}

async function settlementToday(world: World, person: Person): Promise<string> {
  const day = today(world)
  return (await person.request(`/settlement.csv?from=${day}&to=${day}`)).text()
}

const setMode = async (person: Person, change: object): Promise<MediaStatus> =>
  answer(await person.send('PATCH', '/media/shop', change), mediaStatusSchema)

const detailOf = (person: Person, number: string): Promise<ConversionDetail> =>
  person.get(`/conversions/shop/${number}`, conversionDetailSchema)

const given = (world: World) => world.mall.available(world.mallId, 'shopper01')

test('a test conversion is marked in the list and its detail, and left out of totals and settlement', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const real = await world.convert(4_000)
  await setMode(operator, { mode: 'test' })
  const played = await world.convert(7_000)

  const { items } = await operator.get('/conversions', conversionPageSchema)
  const marks = Object.fromEntries(items.map((row) => [row.transactionNumber, row.test]))
  expect(marks).toEqual({ [real]: false, [played]: true })
  expect(await detailOf(operator, played)).toMatchObject({ test: true, state: 'credited', amount: 7_000 })
  expect(await creditedToday(world, operator)).toBe(4_000)
  const csv = await settlementToday(world, operator)
  expect(csv).toContain(real)
  expect(csv).not.toContain(played)
})

test('a test conversion is cancelled like a real one, and neither the mall nor the totals notice', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await setMode(operator, { mode: 'test' })
  const number = await world.convert(7_000)
  const asked = await operator.send('POST', `/conversions/shop/${number}/cancel`, { reason: '시험' })
  expect(asked.status).toBe(202)
  await world.until('the cancel', async () => (await detailOf(operator, number)).state === 'cancelled')
  expect(await given(world)).toBe(0)
  const day = today(world)
  const { items } = await operator.get(`/totals?from=${day}&to=${day}`, totalsSchema)
  expect(items[0]).toMatchObject({ credited: { count: 0 }, cancelled: { count: 0 } })
})

test('whatever a media’s mode was at each conversion, the mall got the real ones and none of the others', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  let expected = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ mode: fc.constantFrom('live', 'test'), points: fc.integer({ min: 100, max: 900 }) }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      async (conversions) => {
        for (const { mode, points } of conversions) {
          await setMode(operator, { mode })
          const number = await world.convert(points)
          expect(await detailOf(operator, number)).toMatchObject({ test: mode === 'test' })
          if (mode === 'live') expected += points
        }
        expect(await given(world)).toBe(expected)
        expect(await creditedToday(world, operator)).toBe(expected)
      },
    ),
    { numRuns: 6 },
  )
})

test('what a media lacks for going live is listed, item by item, until nothing is missing', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const missing = (status: MediaStatus) => status.goLive.filter(({ done }) => !done).map(({ item }) => item)

  const played = await setMode(operator, { mode: 'test', popup: 'own' })
  expect(missing(played)).toEqual(['partners', 'member', 'origins', 'return-url'])
  const withPointPay = await setMode(operator, {
    popup: 'pointpay',
    origins: ['http://mymall.example'],
  })
  expect(missing(withPointPay)).toEqual(['origins', 'return-url'])
  await setMode(operator, { origins: ['https://mymall.example'], mode: 'live' })
  const { transactionNumber } = await world.accept()
  await world.until(
    'the credit',
    async () => (await detailOf(operator, transactionNumber)).state === 'credited',
  )
  expect(missing(await setMode(operator, {}))).toEqual([])
})

test('the button code of a media in test mode opens our own popup, whatever its popup is when it is live', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const live = await setMode(operator, { popup: 'pointpay', mode: 'live' })
  expect(live.snippet).toContain('data-origin="https://ssl.pointpay.im"')
  const trial = await setMode(operator, { mode: 'test' })
  expect(trial.snippet).not.toContain('data-origin')
})
