import { describe, expect, test } from 'vitest'
import type { ByHandAnswer, Credit, HistoryRow } from '../src/index.ts'
import { registrationOf, setUpMall } from './support/simulated-malls.ts'
import { quick } from './support/timing.ts'
import { overOneStore, type World } from './support/world.ts'

/** A person may have acted after this. */
const timing = { ...quick, byHandMs: 500 }

/** A credit that waits, since its mall cannot be reached. */
async function waitingCredit(world: World, clockSkewMs = 0): Promise<Credit> {
  await world.malls.faults(world.mallId, { clockSkewMs, rates: { tooMany: 1 } })
  const credit = await world.accept()
  await world.until(credit, 'waiting')
  // As long as a person needs.
  await new Promise((resolve) => setTimeout(resolve, 600))
  return credit
}

const reviewOf = async (world: World, credit: Credit) =>
  (await world.credits.ledger.reviews({ mediaCodes: ['shop'] })).find((each) => each.credit.id === credit.id)!

const cancelled = async (world: World, credit: Credit, byHand?: ByHandAnswer) =>
  world.credits.ledger.cancel({
    creditId: credit.id,
    by: 'kim',
    reason: '고객 요청',
    ...(byHand ? { byHand } : {}),
  })

/** What a person is shown before the cancel. */
async function rowsShown(world: World, credit: Credit): Promise<HistoryRow[]> {
  const found = await world.credits.ledger.availablePoints(credit.id)
  if (found.kind !== 'available') throw new Error(`The points are ${found.kind}`)
  return found.perhapsTaken
}

/** A credit whose member has 50,000 in all, and what the mall's admin then took by hand. */
async function creditTakenByHand(world: World): Promise<Credit> {
  const credit = await world.until(await world.accept(), 'credited')
  await world.malls.givePoints(world.mallId, 'pointpay', 50_000)
  await world.malls.addRows(world.mallId, [byHandRow])
  return credit
}

const byHandRow = { type: 'decrease', amount: 12_345, reason: '관리자 차감' } as const

const deductions = async (world: World) =>
  (await world.malls.lines(world.mallId, 'pointpay')).filter(({ type }) => type === 'decrease')

overOneStore((aWorld) => {
  test('a waiting credit that somebody gives by hand, naming its number, is not given again: a person decides', async () => {
    const world = await aWorld({ timing })
    const credit = await waitingCredit(world)
    await world.malls.addRows(world.mallId, [
      { type: 'increase', amount: 12_345, reason: `${credit.transactionNumber} 수동 지급` },
    ])
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'review')
    const review = await reviewOf(world, credit)
    expect(review.part).toMatchObject({
      lastCode: 'named',
      lastMessage: expect.stringContaining('수동 지급'),
    })
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
    await world.credits.ledger.decide({ partId: review.partId, decision: 'applied', by: 'kim', note: '' })
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
  })

  test('the same without its number but with its amount is a person’s too', async () => {
    const world = await aWorld({ timing })
    const credit = await waitingCredit(world)
    await world.malls.addRows(world.mallId, [{ type: 'increase', amount: 12_345, reason: '보상' }])
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'review')
    expect((await reviewOf(world, credit)).part.lastCode).toBe('perhaps')
  })

  test.each([
    ['its mall’s owner had not consented', true],
    ['no worker ran', false],
  ])('a credit that has not gone out yet, since %s, is looked for as well', async (_why, withoutConsent) => {
    const world = await aWorld({ idle: true, withoutConsent })
    if (withoutConsent) await world.credits.malls.register(registrationOf(world.mallId))
    const credit = await world.accept()
    await world.malls.addRows(world.mallId, [
      { type: 'increase', amount: 12_345, reason: `${credit.transactionNumber} 수동 지급` },
    ])
    await world.store.db
      .updateTable('credit_heartbeat')
      .set({ beat_at: new Date(Date.now() - (withoutConsent ? 0 : 120_000)) })
      .execute()
    if (withoutConsent) await setUpMall(world.credits, world.malls, world.mallId)
    world.startWorker()
    await world.until(credit, 'review')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('what another app gives meanwhile holds a waiting credit not up', async () => {
    const world = await aWorld({ timing })
    const credit = await waitingCredit(world)
    const row = {
      type: 'increase',
      amount: 12_345,
      reason: '출석 체크',
      case: 'AM',
      client_id: 'other',
    } as const
    await world.malls.addRows(world.mallId, [row])
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'credited')
  })

  test.each([0, 60_000, -60_000])(
    'decided as not applied, the credit is sent although the row that was shown is still there (Cafe24’s clock %i ms ahead)',
    async (clockSkewMs) => {
      const world = await aWorld({ timing })
      await world.malls.faults(world.mallId, { clockSkewMs })
      const credit = await waitingCredit(world, clockSkewMs)
      await world.malls.addRows(world.mallId, [{ type: 'increase', amount: 12_345, reason: '보상' }])
      await world.malls.faults(world.mallId, { clockSkewMs })
      await world.until(credit, 'review')
      // A row of the decision's own moment is not taken for known.
      await new Promise((resolve) => setTimeout(resolve, 3_500))
      const { partId } = await reviewOf(world, credit)
      await world.credits.ledger.decide({ partId, decision: 'not-applied', by: 'kim', note: '다른 건' })
      await world.until(credit, 'credited')
    },
  )

  test.each([
    ['naming the transaction', (credit: Credit) => `${credit.transactionNumber} 회수`],
    ['in words of their own', () => '관리자 차감'],
  ])(
    'before a cancel, a deduction that somebody made by hand %s is shown, and nothing changes',
    async (_how, reasonFor) => {
      const world = await aWorld()
      const credit = await world.until(await world.accept(), 'credited')
      await world.malls.givePoints(world.mallId, 'pointpay', 50_000)
      const reason = reasonFor(credit)
      await world.malls.addRows(world.mallId, [{ type: 'decrease', amount: 12_345, reason }])
      const shown = [{ at: expect.any(Date), change: -12_345, reason }]
      expect(await world.credits.ledger.availablePoints(credit.id)).toMatchObject({ perhapsTaken: shown })
      expect(await cancelled(world, credit)).toEqual({
        kind: 'perhaps-taken',
        rows: shown,
        available: 37_655,
        needed: 12_345,
      })
      expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
    },
  )

  test('told that it was taken by hand, the credit is cancelled and nothing is deducted', async () => {
    const world = await aWorld()
    await world.malls.givePoints(world.mallId, 'pointpay', 50_000)
    const credit = await world.until(await world.accept(), 'credited')
    await world.malls.addRows(world.mallId, [byHandRow])
    const rows = await rowsShown(world, credit)
    expect(await cancelled(world, credit, { choice: 'taken', rows })).toEqual({ kind: 'cancelled' })
    expect(await world.until(credit, 'cancelled')).toMatchObject({ cancel: { by: 'kim' } })
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(3)
  })

  describe.each(['taken', 'deduct'] as const)('an answer of ‘%s’', (choice) => {
    const notShown = { at: new Date(), change: -12_345, reason: '고객센터 회수' }

    test('to rows that another has joined is not taken: all of them are shown, and nothing changes', async () => {
      const world = await aWorld()
      const credit = await creditTakenByHand(world)
      const rows = await rowsShown(world, credit)
      await world.malls.addRows(world.mallId, [{ ...byHandRow, reason: '고객센터 회수' }])
      const refused = await cancelled(world, credit, { choice, rows })
      expect(refused).toMatchObject({ kind: 'perhaps-taken', available: 25_310, needed: 12_345 })
      expect('rows' in refused && refused.rows.map(({ reason }) => reason).toSorted()).toEqual([
        '고객센터 회수',
        '관리자 차감',
      ])
      expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
      expect(await deductions(world)).toHaveLength(2)
    })

    test('to a row is not taken once its like stands beside it, of the same second, amount and words', async () => {
      const world = await aWorld()
      const credit = await world.until(await world.accept(), 'credited')
      await world.malls.givePoints(world.mallId, 'pointpay', 50_000)
      const twin = { ...byHandRow, issued_at: new Date().toISOString() }
      await world.malls.addRows(world.mallId, [twin])
      const rows = await rowsShown(world, credit)
      expect(rows).toHaveLength(1)
      await world.malls.addRows(world.mallId, [twin])
      expect(await cancelled(world, credit, { choice, rows })).toMatchObject({
        kind: 'perhaps-taken',
        rows: [...rows, ...rows],
      })
      expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
    })

    test('to a row that the history does not show is not taken', async () => {
      const world = await aWorld()
      const credit = await world.until(await world.accept(), 'credited')
      expect(await cancelled(world, credit, { choice, rows: [notShown] })).toMatchObject({
        kind: 'perhaps-taken',
        rows: [],
      })
      expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
    })

    test('to more rows than the history shows is not taken', async () => {
      const world = await aWorld()
      const credit = await creditTakenByHand(world)
      const rows = await rowsShown(world, credit)
      expect(await cancelled(world, credit, { choice, rows: [...rows, notShown] })).toMatchObject({
        kind: 'perhaps-taken',
        rows,
      })
      expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
    })

    test('to no rows at all is not taken', async () => {
      const world = await aWorld()
      const credit = await world.until(await world.accept(), 'credited')
      expect(await cancelled(world, credit, { choice, rows: [] })).toMatchObject({ kind: 'perhaps-taken' })
      expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
    })
  })

  test('the order in which Cafe24 lists the rows that were shown does not matter', async () => {
    const world = await aWorld()
    const credit = await creditTakenByHand(world)
    await world.malls.addRows(world.mallId, [{ ...byHandRow, reason: '고객센터 회수' }])
    const rows = await rowsShown(world, credit)
    expect(rows).toHaveLength(2)
    const answer = { choice: 'taken', rows: rows.toReversed() } as const
    expect(await cancelled(world, credit, answer)).toEqual({ kind: 'cancelled' })
  })

  test('told that the deduction was another matter, the points are deducted once', async () => {
    const world = await aWorld()
    const credit = await creditTakenByHand(world)
    const rows = await rowsShown(world, credit)
    expect(await cancelled(world, credit, { choice: 'deduct', rows })).toMatchObject({
      kind: 'cancelling',
      deducting: 12_345,
    })
    await world.until(credit, 'cancelled')
    expect(await deductions(world)).toHaveLength(2)
  })

  test('points that cannot be read are unavailable, and not nothing', async () => {
    const world = await aWorld()
    const credit = await world.until(await world.accept(), 'credited')
    await world.malls.faults(world.mallId, { malformedRows: 1 })
    expect(await cancelled(world, credit)).toMatchObject({ kind: 'unavailable', code: 'total-unreadable' })
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('credited')
  })

  test.each(['newest-first', 'oldest-first', 'any-within-a-second'] as const)(
    'rows of one second, listed %s, do not change what is available',
    async (rowOrder) => {
      const world = await aWorld()
      const credit = await world.until(await world.accept(), 'credited')
      await world.malls.addRows(world.mallId, [
        { type: 'increase', amount: 500, reason: '리뷰' },
        { type: 'decrease', amount: 45, reason: '조정' },
        { type: 'increase', amount: 200, reason: '출석' },
      ])
      await world.malls.faults(world.mallId, { rowOrder })
      expect(await world.credits.ledger.availablePoints(credit.id)).toMatchObject({ available: 13_000 })
    },
  )

  test('where a row of another shop lies between those of one second, the lowest total is what is available', async () => {
    const world = await aWorld()
    const credit = await world.until(await world.accept(), 'credited')
    await world.malls.addRows(world.mallId, [
      { type: 'increase', amount: 500, reason: '리뷰' },
      { type: 'increase', amount: 100, reason: '리뷰', shop_no: 2 },
      { type: 'decrease', amount: 45, reason: '조정' },
    ])
    expect(await world.credits.ledger.availablePoints(credit.id)).toMatchObject({ available: 12_845 })
  })
})
