import { expect, test } from 'vitest'
import type { Credit } from '../src/index.ts'
import { applyEvents } from '../src/ledger/apply-events.ts'
import { overBothStores, type World } from './support/world.ts'

const cancel = (world: World, credit: Credit) =>
  world.credits.ledger.cancel({ creditId: credit.id, by: 'kim', reason: '고객 요청' })

async function credited(world: World, amount = 12_345): Promise<Credit> {
  return world.until(await world.accept({ amount }), 'credited')
}

overBothStores((aWorld) => {
  test('a cancel deducts what was credited, once, and says so in the books', async () => {
    const world = await aWorld()
    const credit = await credited(world)
    expect(await world.credits.ledger.availablePoints(credit.id)).toEqual({
      kind: 'available',
      available: 12_345,
      needed: 12_345,
      sufficient: true,
      perhapsTaken: [],
    })
    expect(await cancel(world, credit)).toEqual({ kind: 'cancelling', deducting: 12_345, available: 12_345 })
    const done = await world.until(credit, 'cancelled')
    expect(done.cancel).toMatchObject({ by: 'kim', reason: '고객 요청', doneAt: expect.any(Date) })
    expect(await world.malls.lines(world.mallId, 'pointpay')).toMatchObject([
      { type: 'increase', amount: '12345.00' },
      {
        type: 'decrease',
        amount: '12345.00',
        reason: expect.stringContaining(`제휴포인트 전환취소 ${credit.transactionNumber}`),
      },
    ])
  })

  test('cancelled twice, also at the same moment, it is deducted once', async () => {
    const world = await aWorld()
    const credit = await credited(world)
    const results = await Promise.all([cancel(world, credit), cancel(world, credit), cancel(world, credit)])
    expect(results.filter(({ kind }) => kind === 'cancelling')).toHaveLength(1)
    await world.until(credit, 'cancelled')
    expect(await cancel(world, credit)).toEqual({ kind: 'already', state: 'cancelled' })
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(2)
  })

  test('where the available points do not suffice, both figures are told and nothing changes', async () => {
    const world = await aWorld()
    const credit = await credited(world)
    await world.malls.givePoints(world.mallId, 'pointpay', 345)
    expect(await cancel(world, credit)).toEqual({ kind: 'insufficient', available: 345, needed: 12_345 })
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
    expect((await world.credits.ledger.byId(credit.id))?.cancel).toBeNull()
  })

  test('a credit that has not gone out is cancelled without a call', async () => {
    const world = await aWorld({ idle: true })
    const credit = await world.accept()
    expect(await cancel(world, credit)).toEqual({ kind: 'cancelled' })
    world.startWorker()
    const next = await world.accept({ amount: 1 })
    await world.until(next, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toMatchObject([{ amount: '1.00' }])
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('cancelled')
  })

  test('a credit whose fate is unknown cannot be cancelled yet', async () => {
    const world = await aWorld()
    await world.malls.faults(world.mallId, { rates: { error500After: 1 } })
    const credit = await world.accept()
    await world.until(credit, 'unknown')
    expect(await cancel(world, credit)).toEqual({ kind: 'not-cancellable', state: 'unknown' })
  })

  test('the answer to a deduction is lost: it is found in the books and not made again', async () => {
    const world = await aWorld()
    const credit = await credited(world)
    await world.credits.ledger.availablePoints(credit.id)
    const stopped = world.worker!.stop()
    await stopped
    await cancel(world, credit)
    await world.malls.faults(world.mallId, { rates: { dropAfterApply: 1 } })
    world.startWorker()
    await world.eventually('the deduction is unknown', async () =>
      (await world.credits.ledger.parts(credit.id)).some(({ state }) => state === 'unknown'),
    )
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'cancelled')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(2)
  })

  test('points spent between the check and the deduction: a person decides, and may leave the credit as it was', async () => {
    const world = await aWorld()
    const credit = await credited(world)
    await world.worker!.stop()
    expect(await cancel(world, credit)).toMatchObject({ kind: 'cancelling' })
    await world.malls.givePoints(world.mallId, 'pointpay', 5)
    world.startWorker()
    await world.eventually(
      'the refusal is a person’s',
      async () => (await world.credits.ledger.reviews({ mediaCodes: ['shop'] })).length > 0,
    )
    const [review] = await world.credits.ledger.reviews({ mediaCodes: ['shop'] })
    expect(review).toMatchObject({ kind: 'cancel-refused', decisions: ['applied', 'retry', 'abandon'] })
    expect(
      await world.credits.ledger.decide({
        partId: review!.partId,
        decision: 'abandon',
        by: 'lee',
        note: '적립금 사용',
      }),
    ).toMatchObject({ kind: 'decided', state: 'credited' })
    await world.malls.givePoints(world.mallId, 'pointpay', 20_000)
    expect(await cancel(world, credit)).toMatchObject({ kind: 'cancelling' })
    await world.until(credit, 'cancelled')
    expect(
      (await world.malls.lines(world.mallId, 'pointpay')).filter(({ reason }) => reason.includes('취소')),
    ).toHaveLength(1)
  })

  test('in the mall’s second shop, too, the available points are seen', async () => {
    const world = await aWorld()
    const credit = await world.until(await world.accept({ shopNo: 2 }), 'credited')
    expect(await cancel(world, credit)).toMatchObject({ kind: 'cancelling', available: 12_345 })
    await world.until(credit, 'cancelled')
  })

  test('a cancel that is left in one part is left in all: nothing of it waits for a person or goes out', async () => {
    const world = await aWorld()
    const credit = await credited(world, 1_500_000)
    await world.worker!.stop()
    await cancel(world, credit)
    await world.malls.givePoints(world.mallId, 'pointpay', 5)
    world.startWorker()
    const reviews = async () => world.credits.ledger.reviews({ mediaCodes: ['shop'] })
    const ofCredit = async () => (await reviews()).filter((each) => each.credit.id === credit.id)
    await world.eventually('both refusals are a person’s', async () => (await ofCredit()).length === 2)
    const [first] = await ofCredit()
    await world.credits.ledger.decide({ partId: first!.partId, decision: 'abandon', by: 'lee', note: '' })
    expect(await ofCredit()).toEqual([])
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
  })

  test('a cancel for which a part of the credit was given up cannot be left: the member would lose that part', async () => {
    const world = await aWorld({ idle: true })
    const credit = await world.accept({ amount: 1_500_000 })
    const [first] = await world.credits.ledger.parts(credit.id)
    const part = { creditId: Number(credit.id), partId: Number(first!.id) }
    await world.store.db.transaction().execute((trx) =>
      applyEvents(trx, [
        { ...part, event: 'send', dueInMs: 60_000 },
        { ...part, event: 'applied' },
      ]),
    )
    await world.malls.givePoints(world.mallId, 'pointpay', 1_000_000)
    expect(await cancel(world, credit)).toMatchObject({ kind: 'cancelling', deducting: 1_000_000 })
    await world.malls.givePoints(world.mallId, 'pointpay', 5)
    world.startWorker()
    const ofCredit = async () =>
      (await world.credits.ledger.reviews({ mediaCodes: ['shop'] })).filter(
        (each) => each.credit.id === credit.id,
      )
    await world.eventually('the refusal is a person’s', async () => (await ofCredit()).length === 1)
    expect((await ofCredit())[0]?.decisions).toEqual(['applied', 'retry'])
  })

  test('a credit in parts is taken back in parts', async () => {
    const world = await aWorld()
    const credit = await credited(world, 2_000_001)
    await cancel(world, credit)
    await world.until(credit, 'cancelled')
    const taken = (await world.malls.lines(world.mallId, 'pointpay')).filter(
      ({ type }) => type === 'decrease',
    )
    expect(taken.map(({ amount }) => amount).toSorted()).toEqual(['1.00', '1000000.00', '1000000.00'])
  })
})
