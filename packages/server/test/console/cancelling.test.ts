import {
  auditPageSchema,
  cancelPreviewSchema,
  conversionDetailSchema,
  type TransactionNumber,
} from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { pointsOf } from '../pointhub/support/books.ts'
import { answer, type Person, refusal } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const path = (number: string, mediaCode = 'shop') => `/conversions/${mediaCode}/${number}`
const reason = '고객이 요청함'

const detailOf = (person: Person, number: string, mediaCode = 'shop') =>
  person.get(path(number, mediaCode), conversionDetailSchema)
const cancel = (person: Person, number: string, mediaCode = 'shop') =>
  person.send('POST', `${path(number, mediaCode)}/cancel`, { reason })
const cancelled = (world: World, person: Person, number: string) =>
  world.until('the cancel', async () => (await detailOf(person, number)).state === 'cancelled')

test('a cancel takes the 적립금 back and then gives the points back', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 47_340 })
  expect(await manager.get(`${path(number)}/cancel`, cancelPreviewSchema)).toEqual({
    available: 5_000,
    needed: 5_000,
    sufficient: true,
  })

  const taken = await cancel(manager, number)
  expect(taken.status).toBe(202)
  expect(await answer(taken, conversionDetailSchema)).toMatchObject({ cancellable: false })

  await cancelled(world, manager, number)
  expect(await world.mall.available(world.mallId, 'shopper01')).toBe(0)
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
  const { history, handWork } = await detailOf(manager, number)
  expect(handWork).toBeNull()
  expect(history).toContainEqual(expect.objectContaining({ subject: 'cancel', by: 'manager', reason }))
  expect(history).toContainEqual(expect.objectContaining({ subject: 'conversion', to: 'cancelled' }))
})

test('a cancel pressed twice, by two people at once, happens once', async () => {
  const world = await aWorld()
  const people = [await world.manager(), await world.operator()]
  const number = await world.convert(5_000)
  await world.mall.give(world.mallId, 'shopper01', 20_000)
  const answers = await Promise.all(people.map((person) => cancel(person, number)))
  expect(answers.map(({ status }) => status)).toEqual([202, 202])
  await cancelled(world, people[0]!, number)
  expect((await cancel(people[0]!, number)).status).toBe(202)
  expect(await world.mall.available(world.mallId, 'shopper01')).toBe(15_000)
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
})

test('with too little 적립금 left nothing is cancelled, and both figures are told', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  await world.mall.give(world.mallId, 'shopper01', 1_200)
  expect(await manager.get(`${path(number)}/cancel`, cancelPreviewSchema)).toEqual({
    available: 1_200,
    needed: 5_000,
    sufficient: false,
  })
  const refused = await refusal(await cancel(manager, number))
  expect(refused).toMatchObject({
    status: 409,
    code: 'points_insufficient',
    details: { available: 1_200, needed: 5_000 },
  })
  expect(refused.message).toContain('5,000원')
  expect((await detailOf(manager, number)).state).toBe('credited')
  expect(await world.mall.available(world.mallId, 'shopper01')).toBe(1_200)
  // It can be cancelled later, once the member has them.
  await world.mall.give(world.mallId, 'shopper01', 6_000)
  expect((await cancel(manager, number)).status).toBe(202)
  await cancelled(world, manager, number)
})

test('what the real PointPay converted leaves work to do in its own admin', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const { transactionNumber } = await world.accept({ memberId: 'shopper02', amount: 7_000 })
  await world.until(
    'the credit',
    async () => (await detailOf(manager, transactionNumber)).state === 'credited',
  )
  expect((await detailOf(manager, transactionNumber)).handWork).toBeNull()
  expect((await cancel(manager, transactionNumber)).status).toBe(202)
  await cancelled(world, manager, transactionNumber)
  const { handWork } = await detailOf(manager, transactionNumber)
  expect(handWork).toContain('KT포인트다모아')
  expect(handWork).toContain('shopper02')
  expect(handWork).toContain(transactionNumber)
})

test('a credit that never reached the mall is cancelled without a deduction', async () => {
  const world = await aWorld()
  await world.mall.faults(world.mallId, { rates: { tooMany: 1 } })
  const manager = await world.manager()
  const { transactionNumber } = await world.accept()
  await world.until('waiting', async () => (await detailOf(manager, transactionNumber)).state === 'waiting')
  expect(await manager.get(`${path(transactionNumber)}/cancel`, cancelPreviewSchema)).toEqual({
    available: null,
    needed: 0,
    sufficient: true,
  })
  await world.until('the cancel', async () => (await cancel(manager, transactionNumber)).status === 202)
  expect((await detailOf(manager, transactionNumber)).state).toBe('cancelled')
  await world.mall.faults(world.mallId, {})
  expect(await world.mall.available(world.mallId, 'shopper01')).toBe(0)
})

test('while Cafe24 does not answer, nothing is cancelled and the answer says so', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  await world.mall.faults(world.mallId, { down: true })
  const preview = await refusal(await manager.request(`${path(number)}/cancel`))
  expect(preview).toMatchObject({ status: 503, code: 'cafe24_unavailable' })
  expect((await refusal(await cancel(manager, number))).code).toBe('cafe24_unavailable')
  await world.mall.faults(world.mallId, {})
  expect((await detailOf(manager, number)).state).toBe('credited')
})

test('a process that dies between the deduction and the refund leaves both to the next', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const number = await world.convert(5_000)
  await world.console.worker.stop()
  expect((await cancel(manager, number)).status).toBe(202)
  await world.until('the deduction', async () => {
    const credit = await world.credits.ledger.byTransaction('shop', number)
    return credit?.state === 'cancelled'
  })
  expect(await detailOf(manager, number)).toMatchObject({ state: 'cancelling' })
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 47_340 })
  const next = world.another()
  next.worker.start()
  await cancelled(world, manager, number)
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
})

test('of a conversion of a merchant with its own backend the points go back, and the merchant is told what is theirs', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const number = await convertAt(world, 'other')
  expect(await detailOf(operator, number, 'other')).toMatchObject({
    state: 'delivered',
    cancellable: true,
    handWork: null,
  })
  expect((await cancel(operator, number, 'other')).status).toBe(202)
  await world.until(
    'the cancel',
    async () => (await detailOf(operator, number, 'other')).state === 'cancelled',
  )
  expect((await detailOf(operator, number, 'other')).handWork).toContain('5,000원')
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
})

test('a credit that comes in behind a cancel is taken back too', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const number = await convertAt(world, 'other')
  expect((await cancel(operator, number, 'other')).status).toBe(202)
  const late = await world.credits.ledger.accept({
    mediaCode: 'other' as never,
    mallId: world.mallId,
    shopNo: 1,
    memberId: 'shopper01' as never,
    amount: 5_000,
    transactionNumber: number,
  })
  if (late.kind !== 'accepted') throw new Error(late.kind)
  await world.until('the late cancel', async () => {
    return (await world.credits.ledger.byId(late.creditId))?.state === 'cancelled'
  })
  expect(await world.mall.available(world.mallId, 'shopper01')).toBe(0)
})

test('every cancel, taken or refused, is on the audit trail', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const number = await world.convert(5_000)
  await world.mall.give(world.mallId, 'shopper01', 0)
  await cancel(operator, number)
  await world.mall.give(world.mallId, 'shopper01', 5_000)
  await cancel(operator, number)
  const { items } = await operator.get('/audit', auditPageSchema)
  const entry = { by: 'operator', action: 'conversion.cancel', mediaCode: 'shop', subject: number }
  expect(items.slice(0, 2)).toMatchObject([
    { ...entry, outcome: 'done' },
    { ...entry, outcome: 'points_insufficient' },
  ])
})

async function convertAt(world: World, mediaCode: string): Promise<TransactionNumber> {
  const { Browser } = await import('../pointhub/support/browser.ts')
  const shopper = await (await new Browser(world.pointhub.routes).open({ aCode: mediaCode })).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  const { rows } = await sql<{ transaction_number: TransactionNumber }>`
    select transaction_number from pointhub_conversion where session_id = ${shopper.id}`.execute(world.db)
  return rows[0]!.transaction_number
}
