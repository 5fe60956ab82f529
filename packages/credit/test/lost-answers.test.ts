import type { MemberId } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import type { Credit } from '../src/index.ts'
import { quick } from './support/timing.ts'
import type { Faults } from './support/simulated-malls.ts'
import { overOneStore, type World } from './support/world.ts'

/** A credit whose answer is lost, applied or not, in a mall with these habits from then on. */
async function unclearCredit(
  world: World,
  how: 'applied' | 'not-applied',
  habits: Omit<Faults, 'rates'> = {},
  given: Parameters<World['accept']>[0] = {},
): Promise<Credit> {
  const rates = how === 'applied' ? { dropAfterApply: 1 } : { dropBeforeApply: 1 }
  await world.malls.faults(world.mallId, { ...habits, rates })
  const credit = await world.accept(given)
  await world.until(credit, 'unknown')
  await world.malls.faults(world.mallId, habits)
  return credit
}

async function reviewOf(world: World, credit: Credit) {
  await world.until(credit, 'review')
  const reviews = await world.credits.ledger.reviews({ mediaCodes: ['shop'] })
  return reviews.find((each) => each.credit.id === credit.id)!
}

const ours = async (world: World, memberId = 'pointpay') =>
  (await world.malls.lines(world.mallId, memberId)).filter(({ reason }) => reason.includes('제휴포인트'))

overOneStore((aWorld) => {
  test.each<[string, Omit<Faults, 'rates'>]>([
    ['reads a bare end date as that day’s first second', { bareEndDate: 'start-of-day' }],
    ['puts one row on a page', { pageSize: 1 }],
    ['lists the oldest row first', { rowOrder: 'oldest-first' }],
    ['lists the rows of one second in any order', { rowOrder: 'any-within-a-second' }],
    ['cuts a reason after 30 letters', { reasons: { as: 'cut' } }],
    ['writes reasons with HTML escapes', { reasons: { as: 'html-escaped' } }],
    ['is six hours behind', { clockSkewMs: -6 * 3_600_000 }],
    ['shows a row only after a second', { visibilityDelayMs: 1_000 }],
  ])('where Cafe24 %s, a credit whose answer was lost is found and stands once', async (_what, habits) => {
    const world = await aWorld()
    const credit = await unclearCredit(world, 'applied', habits)
    const other = { type: 'increase', amount: 3, reason: '다른 앱', case: 'AM' } as const
    await world.malls.addRows(world.mallId, [other, other, other])
    await world.until(credit, 'credited')
    expect(await ours(world)).toHaveLength(1)
  })

  test('a transaction number of 50 letters is found although the reason was cut after 40', async () => {
    const world = await aWorld()
    const transactionNumber = `ME${'1234567890'.repeat(4)}12345678` as never
    const credit = await unclearCredit(
      world,
      'applied',
      { reasons: { as: 'cut', letters: 40 } },
      { transactionNumber },
    )
    await world.until(credit, 'credited')
    expect(await ours(world)).toHaveLength(1)
  })

  test.each(['acceptedFirst', 'dropThenApply'])(
    'a credit that Cafe24 carries out later (%s) is waited for, and not sent again',
    async (fault) => {
      const world = await aWorld()
      await world.malls.faults(world.mallId, { rates: { [fault]: 1 }, lateMs: 450 })
      const credit = await world.accept()
      await world.until(credit, 'unknown')
      await world.malls.faults(world.mallId, {})
      await world.until(credit, 'credited')
      expect(await ours(world)).toHaveLength(1)
    },
  )

  test('a 202 is waited for longer than a lost answer', async () => {
    const world = await aWorld({ timing: { ...quick, acceptedMs: 60_000 } })
    await world.malls.faults(world.mallId, { rates: { acceptedFirst: 1 }, lateMs: 30_000 })
    const credit = await world.accept()
    await world.until(credit, 'unknown')
    await world.malls.faults(world.mallId, {})
    await new Promise((resolve) => setTimeout(resolve, 2 * quick.quietMallMs))
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('unknown')
    expect((await world.credits.ledger.parts(credit.id))[0]).toMatchObject({ lastCode: 'too-early' })
  })

  test.each<[string, Omit<Faults, 'rates'>, string]>([
    ['without reasons', { reasons: { as: 'null' } }, '+12345'],
    ['with reasons cut after 8 letters', { reasons: { as: 'cut', letters: 8 } }, '+12345'],
  ])(
    'a history %s that shows its amount is no proof of absence: a person decides',
    async (_what, habits, shown) => {
      const world = await aWorld()
      const credit = await unclearCredit(world, 'applied', habits)
      const review = await reviewOf(world, credit)
      expect(review.part).toMatchObject({ lastCode: 'perhaps', lastMessage: expect.stringContaining(shown) })
      expect(await ours(world)).toHaveLength(1)
    },
  )

  test.each<[string, Omit<Faults, 'rates'>, string]>([
    ['cannot be read row by row', { malformedRows: 1 }, 'incomplete'],
    ['is dated by a clock that is six hours off', { clockSkewMs: -6 * 3_600_000 }, 'clocks-differ'],
  ])(
    'a history that %s proves no absence: nothing is sent again, a person decides',
    async (_what, habits, code) => {
      const world = await aWorld()
      const credit = await unclearCredit(world, 'not-applied', habits)
      expect((await reviewOf(world, credit)).part.lastCode).toBe(code)
      expect(await ours(world)).toEqual([])
    },
  )

  test('a mall whose history lists nobody’s rows proves no absence: a person decides', async () => {
    const world = await aWorld({ emptyMall: true })
    const credit = await unclearCredit(world, 'not-applied')
    expect((await reviewOf(world, credit)).part.lastCode).toBe('empty')
    expect(await ours(world)).toEqual([])
  })

  test('where later credits of the mall are shown, an absent one is sent again soon', async () => {
    const members = ['pointpay', 'witness']
    const world = await aWorld({ members, timing: { ...quick, quietMallMs: 60_000 } })
    const credit = await unclearCredit(world, 'not-applied')
    await world.until(await world.accept({ memberId: 'witness' as MemberId }), 'credited')
    await world.until(credit, 'credited')
    expect(await ours(world)).toHaveLength(1)
    const events = (await world.credits.ledger.history(credit.id)).map(({ event }) => event)
    expect(events.filter((event) => event === 'absent' || event === 'absent-twice')).toEqual([
      'absent',
      'absent-twice',
    ])
  })

  test('in a quiet mall, absence does not count before much more time has passed', async () => {
    const world = await aWorld({ timing: { ...quick, quietMallMs: 60_000 } })
    const credit = await unclearCredit(world, 'not-applied')
    await world.eventually('it is looked for in vain', async () =>
      (await world.credits.ledger.parts(credit.id)).some(({ lastCode }) => lastCode === 'no-witness'),
    )
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('unknown')
    expect(await ours(world)).toEqual([])
  })

  test('its own key beside another amount is a person’s', async () => {
    const world = await aWorld()
    const credit = await unclearCredit(world, 'not-applied')
    const [part] = await world.credits.ledger.parts(credit.id)
    await world.malls.addRows(world.mallId, [{ type: 'increase', amount: 1_234, reason: part!.reason }])
    expect((await reviewOf(world, credit)).part.lastCode).toBe('differs')
  })

  test('an unclear credit holds none of the same member’s later ones', async () => {
    const world = await aWorld({ timing: { ...quick, quietMallMs: 60_000 } })
    const unclear = await unclearCredit(world, 'not-applied')
    await world.until(await world.accept({ amount: 77 }), 'credited')
    expect((await world.credits.ledger.byId(unclear.id))?.state).toBe('unknown')
  })

  test('how long rows take to show up is measured, and waited for three times over', async () => {
    const world = await aWorld({ members: ['pointpay', 'first'], timing: { ...quick, quietMallMs: 60_000 } })
    await world.malls.faults(world.mallId, { visibilityDelayMs: 500 })
    await world.until(await world.accept({ memberId: 'first' as MemberId }), 'credited')
    await world.eventually('the delay is measured', async () => (await visibleAfterMs(world)) !== null)
    expect(await visibleAfterMs(world)).toBeGreaterThanOrEqual(400)
    // Three times the delay seen is above the quiet period: a row that takes longer than that one is found all the same.
    const credit = await unclearCredit(world, 'applied', { visibilityDelayMs: 1_100 })
    await world.until(await world.accept({ memberId: 'first' as MemberId }), 'credited')
    await world.until(credit, 'credited')
    expect(await ours(world)).toHaveLength(1)
  })
})

async function visibleAfterMs(world: World): Promise<number | null> {
  const mall = await world.store.db
    .selectFrom('credit_malls')
    .select('visible_after_ms')
    .where('mall_id', '=', world.mallId)
    .executeTakeFirstOrThrow()
  return mall.visible_after_ms
}
