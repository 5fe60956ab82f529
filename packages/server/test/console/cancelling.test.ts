import {
  auditPageSchema,
  type ByHandAnswer,
  type ByHandChoice,
  cancelPreviewSchema,
  consoleErrorBodySchema,
  conversionDetailSchema,
  type TransactionNumber,
} from '@pointpay/contracts'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { pointsOf } from '../pointhub/support/books.ts'
import { answer, type Person, refusal } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const path = (number: string, mediaCode = 'shop') => `/conversions/${mediaCode}/${number}`
const reason = '고객이 요청함'

const detailOf = (person: Person, number: string, mediaCode = 'shop') =>
  person.get(path(number, mediaCode), conversionDetailSchema)
const cancel = (person: Person, number: string, mediaCode = 'shop', byHand?: ByHandAnswer) =>
  person.send('POST', `${path(number, mediaCode)}/cancel`, { reason, ...(byHand ? { byHand } : {}) })
/** A choice about the rows that the person is shown now. */
async function answerTo(
  person: Person,
  number: string,
  choice: ByHandChoice,
  mediaCode = 'shop',
): Promise<ByHandAnswer> {
  const shown = await person.get(`${path(number, mediaCode)}/cancel`, cancelPreviewSchema)
  return { choice, rows: shown.perhapsTaken }
}
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
    perhapsTaken: [],
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
    perhapsTaken: [],
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

describe('where somebody seems to have taken the points back by hand', () => {
  /** What the mall's admin wrote; the member had more than the credit. */
  async function takenByHand(has = 6_000) {
    const world = await aWorld()
    const manager = await world.manager()
    const number = await world.convert(5_000)
    await world.mall.give(world.mallId, 'shopper01', has)
    await world.mall.takeByHand(world.mallId, 'shopper01', 5_000, '고객센터 회수')
    return { world, manager, number }
  }
  const row = { at: expect.stringMatching(/^\d{4}-.*Z$/), change: -5_000, reason: '고객센터 회수' }

  test('the preview and the refusal show the record, and nothing changes until a person says what it is', async () => {
    const { world, manager, number } = await takenByHand()
    expect(await manager.get(`${path(number)}/cancel`, cancelPreviewSchema)).toEqual({
      available: 1_000,
      needed: 5_000,
      sufficient: false,
      perhapsTaken: [row],
    })
    const refused = await cancel(manager, number)
    expect(refused.status).toBe(409)
    expect(consoleErrorBodySchema.parse(await refused.json()).error).toMatchObject({
      code: 'points_perhaps_taken',
      message: expect.stringContaining('손으로 차감한 것으로 보이는 기록'),
      details: { available: 1_000, needed: 5_000 },
      perhapsTaken: [row],
    })
    expect(await detailOf(manager, number)).toMatchObject({ state: 'credited', cancellable: true })
    expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 47_340 })
  })

  test('it is this cancel: nothing more is deducted, and the points go back once', async () => {
    const { world, manager, number } = await takenByHand()
    expect((await cancel(manager, number)).status).toBe(409)
    const answered = await answerTo(manager, number, 'taken')
    expect((await cancel(manager, number, 'shop', answered)).status).toBe(202)
    await cancelled(world, manager, number)
    expect((await cancel(manager, number, 'shop', answered)).status).toBe(202)
    expect(await world.mall.available(world.mallId, 'shopper01')).toBe(1_000)
    expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
    const { history } = await detailOf(manager, number)
    expect(history).toContainEqual(
      expect.objectContaining({ subject: 'person', to: 'credited', by: 'manager' }),
    )
    expect(history.filter(({ subject, to }) => subject === 'conversion' && to === 'cancelled')).toHaveLength(
      1,
    )
  })

  test('it is of another matter: the points are deducted, and go back once', async () => {
    const { world, manager, number } = await takenByHand(11_000)
    expect((await cancel(manager, number)).status).toBe(409)
    const answered = await answerTo(manager, number, 'deduct')
    expect((await cancel(manager, number, 'shop', answered)).status).toBe(202)
    await cancelled(world, manager, number)
    expect(await world.mall.available(world.mallId, 'shopper01')).toBe(1_000)
    expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
  })

  test('of another matter, with too little left for this one: refused with both figures', async () => {
    const { manager, number } = await takenByHand()
    const answered = await answerTo(manager, number, 'deduct')
    expect(await refusal(await cancel(manager, number, 'shop', answered))).toMatchObject({
      code: 'points_insufficient',
      details: { available: 1_000, needed: 5_000 },
    })
  })

  test('a process that dies before the points go back leaves that to the next, once', async () => {
    const { world, manager, number } = await takenByHand()
    await world.console.worker.stop()
    expect((await cancel(manager, number)).status).toBe(409)
    const answered = await answerTo(manager, number, 'taken')
    expect((await cancel(manager, number, 'shop', answered)).status).toBe(202)
    expect(await detailOf(manager, number)).toMatchObject({ state: 'cancelling' })
    expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 47_340 })
    world.another().worker.start()
    await cancelled(world, manager, number)
    expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
  })

  test.each(['taken', 'deduct'] as const)(
    'a record that came in after the others were shown is shown too, and ‘%s’ about the others changes nothing',
    async (choice) => {
      const { world, manager, number } = await takenByHand(21_000)
      const answered = await answerTo(manager, number, choice)
      await world.mall.takeByHand(world.mallId, 'shopper01', 5_000, '동료가 회수')
      const refused = await refusal(await cancel(manager, number, 'shop', answered))
      expect(refused).toMatchObject({
        status: 409,
        code: 'points_perhaps_taken',
        message: expect.stringContaining('보신 뒤에 적립금 내역의 기록이 바뀌어 취소하지 않았습니다'),
        details: { available: 11_000, needed: 5_000 },
      })
      const newcomer = { ...row, reason: '동료가 회수' }
      expect(refused.perhapsTaken).toHaveLength(2)
      expect(refused.perhapsTaken).toEqual(expect.arrayContaining([row, newcomer]))
      expect((await detailOf(manager, number)).state).toBe('credited')
      expect(await world.mall.available(world.mallId, 'shopper01')).toBe(11_000)

      const again = { choice, rows: refused.perhapsTaken ?? [] }
      expect((await cancel(manager, number, 'shop', again)).status).toBe(202)
      await cancelled(world, manager, number)
      expect(await world.mall.available(world.mallId, 'shopper01')).toBe(choice === 'taken' ? 11_000 : 6_000)
      expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
    },
  )

  test.each([
    ['that does not name its records', 'deduct', 'byHand'],
    ['about no record', { choice: 'deduct', rows: [] }, 'byHand.rows'],
  ])('an answer %s is not a request', async (_what, byHand, field) => {
    const { manager, number } = await takenByHand(11_000)
    const response = await manager.send('POST', `${path(number)}/cancel`, { reason, byHand })
    expect(await refusal(response)).toMatchObject({ status: 400, code: 'invalid_request', field })
    expect((await detailOf(manager, number)).state).toBe('credited')
  })

  test.each(['taken', 'deduct'] as const)(
    '‘%s’ about a record that is not there changes nothing',
    async (choice) => {
      const world = await aWorld()
      const manager = await world.manager()
      const number = await world.convert(5_000)
      const rows = [{ at: new Date().toISOString(), change: -5_000, reason: '고객센터 회수' }]
      const refused = await cancel(manager, number, 'shop', { choice, rows })
      expect(refused.status).toBe(409)
      expect(consoleErrorBodySchema.parse(await refused.json()).error).toMatchObject({
        code: 'points_perhaps_taken',
        message: expect.stringContaining('기록이 없어 취소하지 않았습니다'),
        perhapsTaken: [],
      })
      expect((await detailOf(manager, number)).state).toBe('credited')
    },
  )

  test('the audit trail shows which it was said to be', async () => {
    const { world, manager, number } = await takenByHand()
    await cancel(manager, number)
    const { rows } = await answerTo(manager, number, 'deduct')
    await cancel(manager, number, 'shop', { choice: 'deduct', rows })
    await cancel(manager, number, 'shop', { choice: 'taken', rows })
    await cancelled(world, manager, number)
    await cancel(manager, number, 'shop', { choice: 'deduct', rows })
    const operator = await world.operator()
    const { items } = await operator.get('/audit', auditPageSchema)
    expect(
      items.filter(({ action }) => action === 'conversion.cancel').map(({ outcome }) => outcome),
    ).toEqual([
      'already: deduct',
      'done: taken',
      'asked: taken',
      'points_insufficient: deduct',
      'asked: deduct',
      'points_perhaps_taken',
      'asked',
    ])
  })

  test('a credit that comes in behind its cancel is left for a person, who is told', async () => {
    const world = await aWorld()
    const operator = await world.operator()
    // So that the total is clear, even where all rows come within one second.
    await world.mall.give(world.mallId, 'shopper01', 100)
    const number = await convertAt(world, 'other')
    expect((await cancel(operator, number, 'other')).status).toBe(202)
    await world.until('the refund', async () => {
      return (await detailOf(operator, number, 'other')).state === 'cancelled'
    })
    await world.console.worker.stop()
    const late = await world.credits.ledger.accept({
      mediaCode: 'other' as never,
      mallId: world.mallId,
      shopNo: 1,
      memberId: 'shopper01' as never,
      amount: 5_000,
      transactionNumber: number,
    })
    if (late.kind !== 'accepted') throw new Error(late.kind)
    await world.until('the late credit', async () => {
      return (await world.credits.ledger.byId(late.creditId))?.state === 'credited'
    })
    await world.mall.takeByHand(world.mallId, 'shopper01', 5_000, `회수 ${number}`)
    world.another().worker.start()
    await world.until('the answer', async () =>
      world.log.some(({ event, fields }) => {
        return event === 'cancel.late_credit' && 'outcome' in fields && fields.outcome === 'perhaps-taken'
      }),
    )
    expect((await detailOf(operator, number, 'other')).handWork).toContain('적립금이 남아 있습니다')
    const answered = await answerTo(operator, number, 'taken', 'other')
    expect((await cancel(operator, number, 'other', answered)).status).toBe(202)
    await world.until('the cancel', async () => {
      return (await world.credits.ledger.byId(late.creditId))?.state === 'cancelled'
    })
    expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
  })
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
    perhapsTaken: [],
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
  await world.mall.give(world.mallId, 'shopper01', 100)
  await cancel(operator, number)
  await world.mall.give(world.mallId, 'shopper01', 5_000)
  await cancel(operator, number)
  const { items } = await operator.get('/audit', auditPageSchema)
  const entry = { by: 'operator', action: 'conversion.cancel', mediaCode: 'shop', subject: number }
  expect(items.slice(0, 4)).toMatchObject([
    { ...entry, outcome: 'done' },
    { ...entry, outcome: 'asked' },
    { ...entry, outcome: 'points_insufficient' },
    { ...entry, outcome: 'asked' },
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
