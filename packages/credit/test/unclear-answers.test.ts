import { expect, test } from 'vitest'
import { quick } from './support/timing.ts'
import { overBothStores } from './support/world.ts'

overBothStores((aWorld) => {
  test.each([
    ['the connection breaks after Cafe24 applied it', { dropAfterApply: 1 }],
    ['the connection breaks before Cafe24 saw it', { dropBeforeApply: 1 }],
    ['500 comes after it was applied', { error500After: 1 }],
    ['500 comes and it was not applied', { error500Before: 1 }],
    ['503 comes after it was applied', { error503After: 1 }],
    ['504 comes after it was applied', { error504After: 1 }],
    ['504 comes and it was not applied', { error504Before: 1 }],
    ['a page of HTML comes instead of the answer', { html: 1 }],
    ['the answer is cut short', { truncated: 1 }],
    ['the answer takes longer than anybody waits', { slow: 1 }],
  ])('where %s, the member has it exactly once in the end', async (_what, rates) => {
    const world = await aWorld()
    await world.malls.faults(world.mallId, { rates, slowMs: 1_500 })
    const credit = await world.accept()
    await world.until(credit, 'unknown')
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('in the mall’s second shop, too, what was applied is found and not sent again', async () => {
    const world = await aWorld()
    await world.malls.faults(world.mallId, { rates: { dropAfterApply: 1 } })
    const credit = await world.accept({ shopNo: 2 })
    await world.until(credit, 'unknown')
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('a line that names the transaction in other words is no proof of absence: a person decides', async () => {
    const world = await aWorld({ timing: { ...quick, reviewAfterMs: 4_000 } })
    await world.malls.faults(world.mallId, { rates: { error500Before: 1 } })
    const credit = await world.accept()
    await world.until(credit, 'unknown')
    await world.malls.givePoints(world.mallId, 'pointpay', 12_345, `${credit.transactionNumber} 수동 지급`)
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'review')
    const review = (await world.credits.ledger.reviews({ mediaCodes: ['shop'] })).find(
      (each) => each.credit.id === credit.id,
    )
    expect(review?.part.lastMessage).toContain('수동 지급')
    await world.credits.ledger.decide({
      partId: review!.partId,
      decision: 'applied',
      by: 'kim',
      note: '수동으로 지급함',
    })
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('a row that shows up in the books only later is waited for, and not sent again', async () => {
    const world = await aWorld()
    await world.malls.faults(world.mallId, { rates: { dropAfterApply: 1 }, visibilityDelayMs: 350 })
    const credit = await world.accept()
    await world.until(credit, 'unknown')
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
    const history = await world.credits.ledger.history(credit.id)
    expect(history.map(({ event }) => event)).toContain('found')
  })

  test('a refused connection is surely not applied: it is sent again until the mall is back', async () => {
    const world = await aWorld()
    await world.malls.faults(world.mallId, { rates: { tooMany: 1 } })
    const credit = await world.accept()
    await world.until(credit, 'waiting')
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('what reconciliation cannot tell by its deadline is a person’s, with what was tried', async () => {
    const world = await aWorld({ timing: { ...quick, reviewAfterMs: 300 } })
    await world.malls.faults(world.mallId, { rates: { error500After: 1 } })
    const credit = await world.accept()
    await world.until(credit, 'review')
    const [review] = await world.credits.ledger.reviews({ mediaCodes: ['shop'] })
    expect(review).toMatchObject({ kind: 'credit-unknown', decisions: ['applied', 'not-applied', 'abandon'] })
    expect(review?.history.map(({ to }) => to)).toContain('unknown')
    await world.malls.faults(world.mallId, {})
    await world.credits.ledger.decide({
      partId: review!.partId,
      decision: 'applied',
      by: 'kim',
      note: '관리자에서 확인',
    })
    expect(await world.until(credit, 'credited')).toMatchObject({ state: 'credited' })
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('decided as not applied, it is sent again', async () => {
    const world = await aWorld({ timing: { ...quick, reviewAfterMs: 300 } })
    await world.malls.faults(world.mallId, { rates: { error500Before: 1 } })
    const credit = await world.accept()
    await world.until(credit, 'review')
    await world.malls.faults(world.mallId, {})
    const review = (await world.credits.ledger.reviews({ mediaCodes: ['shop'] })).find(
      (each) => each.credit.id === credit.id,
    )
    await world.credits.ledger.decide({
      partId: review!.partId,
      decision: 'not-applied',
      by: 'kim',
      note: '내역 없음',
    })
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
    expect(
      await world.credits.ledger.decide({
        partId: review!.partId,
        decision: 'not-applied',
        by: 'lee',
        note: '',
      }),
    ).toMatchObject({ kind: 'not-decidable', state: 'credited' })
  })

  test('a mall that is down holds no other mall up', async () => {
    const world = await aWorld()
    const down = await world.accept()
    await world.until(down, 'credited')
    await world.malls.faults(world.mallId, { rates: { slow: 1 }, slowMs: 3_000 })
    const stuck = await Promise.all(Array.from({ length: 20 }, () => world.accept({ amount: 10 })))
    const other = await aWorld()
    const credit = await other.accept()
    const done = await other.until(credit, 'credited')
    expect(done.creditedAt!.getTime() - done.createdAt.getTime()).toBeLessThan(1_500)
    expect((await world.credits.ledger.byId(stuck.at(-1)!.id))?.state).not.toBe('credited')
    await world.malls.faults(world.mallId, {})
    for (const each of stuck) await world.until(each, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(21)
  })

  test('the bucket is used and never overflows', async () => {
    const world = await aWorld({ idle: true, members: ['a', 'b', 'c', 'd', 'e', 'f'] })
    const members = ['a', 'b', 'c', 'd', 'e', 'f']
    for (let each = 0; each < 45; each += 1)
      await world.accept({ memberId: members[each % 6] as never, amount: 10 })
    world.startWorker()
    await world.eventually('most went out', async () => {
      const lines = await Promise.all(members.map((member) => world.malls.lines(world.mallId, member)))
      return lines.flat().length >= 40
    })
    expect(await world.malls.calls(world.mallId)).toMatchObject({ tooMany: 0 })
  })
})
