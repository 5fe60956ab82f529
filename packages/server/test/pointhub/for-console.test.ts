import type { MediaCode, TransactionNumber } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { pointsOf } from './support/books.ts'
import { useWorlds, type World } from './support/pointhub.ts'

const aWorld = useWorlds()
const shop = 'shop' as MediaCode

async function aConversion(world: World, state: string) {
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until(state)
  const number = shopper.view.conversion?.transactionNumber as TransactionNumber
  return { shopper, number, console: world.pointhub.forConsole }
}

test('a conversion is found by media and number, with every move of its life', async () => {
  const world = await aWorld()
  const { number, console } = await aConversion(world, 'credited')
  expect(await console.conversionOf(shop, number)).toMatchObject({
    memberId: 'shopper01',
    pointKind: 'KT',
    points: 5_000,
    amount: 5_000,
    state: 'delivered',
  })
  const moves = (await console.history(shop, number)).map(({ subject, to }) => `${subject} ${to}`)
  expect(moves).toEqual([
    'conversion reserving',
    'conversion recorded',
    'conversion captured',
    'postback due',
    'postback sending',
    'postback delivered',
    'conversion delivered',
  ])
  expect(await console.conversionOf('other' as MediaCode, number)).toBeNull()
  expect(await console.history('other' as MediaCode, number)).toEqual([])
})

test('a cancelled credit gives the points back once, however often it is asked', async () => {
  const world = await aWorld()
  const { shopper, number, console } = await aConversion(world, 'credited')
  const answers = await Promise.all([
    console.refund(shop, number, 'manager', '고객 요청'),
    console.refund(shop, number, 'manager', '고객 요청'),
  ])
  expect(answers).toEqual(['refunding', 'refunding'])
  await shopper.until('cancelled')
  expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 52_340, reserved: 0, captured: 0 })
  expect(await console.refund(shop, number, 'manager', '다시')).toBe('refunded')
  expect(await console.history(shop, number)).toContainEqual(
    expect.objectContaining({ to: 'cancelling', by: 'manager', reason: '고객 요청' }),
  )
})

test('a refund is durable: with the partner down it happens once the partner is back', async () => {
  const world = await aWorld()
  const { shopper, number, console } = await aConversion(world, 'credited')
  const control = (fault: string | null) =>
    world.browser().request('/pointhub/_sandbox', {
      method: 'PUT',
      body: JSON.stringify({ kind: 'KT', step: 'refund', fault }),
    })
  await control('before')
  expect(await console.refund(shop, number, 'manager', '고객 요청')).toBe('refunding')
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect((await console.conversionOf(shop, number))?.state).toBe('cancelling')
  await control(null)
  world.clock.advance(10_000)
  await shopper.until('cancelled')
})

test('what the real PointPay converted is not ours to refund', async () => {
  const world = await aWorld()
  const unknown = 'ME2021121733235510625855' as TransactionNumber
  expect(await world.pointhub.forConsole.refund(shop, unknown, 'manager', '')).toBe('not-ours')
})

test('a cancel while the merchant does not answer ends the posting', async () => {
  const world = await aWorld()
  world.merchant.willAnswer('oops')
  const { shopper, number, console } = await aConversion(world, 'converted')
  await world.until(async () => world.merchant.received.length === 1)
  await console.refund(shop, number, 'manager', '고객 요청')
  await shopper.until('cancelled')
  world.clock.advance(25 * 3_600_000)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(world.merchant.received).toHaveLength(1)
})

/** A postback that only a person can settle. */
async function aGivenUpPostback(world: World) {
  world.merchant.willAnswer('202|-|거래번호 중복')
  const made = await aConversion(world, 'delayed')
  expect(await made.console.givenUpPostbacks({ mediaCodes: [shop], limit: 50 })).toHaveLength(1)
  expect(await made.console.givenUpPostbacks({ mediaCodes: ['other' as MediaCode], limit: 50 })).toEqual([])
  return made
}

test.each([
  ['retry', 'credited', 2],
  ['applied', 'credited', 1],
  ['abandon', 'failed', 1],
] as const)('a person may decide %s: it ends as %s', async (decision, state, posts) => {
  const world = await aWorld()
  const { shopper, number, console } = await aGivenUpPostback(world)
  expect(await console.decidePostback(shop, number, decision, 'operator', '확인함')).toBe('done')
  await shopper.until(state)
  expect(world.merchant.received).toHaveLength(posts)
  expect(await console.givenUpPostbacks({ limit: 50 })).toEqual([])
  expect(await console.decidePostback(shop, number, decision, 'operator', '또')).toBe('not-found')
  const captured = state === 'credited' ? 5_000 : 0
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ captured })
})
