import type { MemberId } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { quick } from './support/timing.ts'
import { overOneStore, type World } from './support/world.ts'

const problemOf = async (world: World) => {
  const status = await world.credits.malls.status(world.mallId)
  return status?.consent.kind === 'consent-needed' ? status.consent.problem : null
}

overOneStore((aWorld) => {
  test('a mall that was renamed refuses none of its credits: they wait, and the mall says why', async () => {
    const world = await aWorld()
    await world.malls.rename(world.mallId, `${world.mallId}new`)
    const credits = await Promise.all([world.accept(), world.accept({ amount: 7 })])
    await world.eventually('the mall is closed', async () => (await problemOf(world)) === 'mall-not-found')
    for (const { id } of credits)
      expect(['accepted', 'waiting']).toContain((await world.credits.ledger.byId(id))?.state)
    expect(await world.credits.ledger.reviews()).toEqual([])
    await world.malls.rename(`${world.mallId}new`, world.mallId)
    expect(await world.credits.malls.reopen(world.mallId)).toBe(true)
    for (const credit of credits) await world.until(credit, 'credited')
  })

  test('an app that Cafe24 calls gone for a moment only is not closed', async () => {
    const world = await aWorld({ timing: { ...quick, confirmGoneMs: 500 } })
    await world.malls.uninstall(world.mallId)
    const credit = await world.accept()
    await world.eventually('it is suspected', async () =>
      world.log.some(({ event }) => event === 'mall.refused'),
    )
    await world.malls.renewApp(world.mallId)
    await world.until(credit, 'credited')
    expect(await problemOf(world)).toBeNull()
  })

  test('a closed mall is tried again by itself, and goes on once Cafe24 answers', async () => {
    const world = await aWorld({ random: () => 0 })
    await world.malls.uninstall(world.mallId)
    const credit = await world.accept()
    await world.eventually('the mall is closed', async () => (await problemOf(world)) === 'app-removed')
    await world.malls.renewApp(world.mallId)
    await world.worker!.stop()
    // As an hour later.
    await world.store.db
      .updateTable('credit_malls')
      .set({ reopen_tried_at: new Date(Date.now() - 3_600_000) })
      .where('mall_id', '=', world.mallId)
      .execute()
    world.startWorker()
    await world.until(credit, 'credited')
  })

  test('where Cafe24 refuses every member’s credit, the mall is closed and the rest is kept', async () => {
    const world = await aWorld({ idle: true, members: [] })
    for (let each = 0; each < 30; each += 1)
      await world.accept({ memberId: `nobody${each}` as MemberId, amount: 10 })
    world.startWorker()
    await world.eventually('the mall is closed', async () => (await problemOf(world)) === 'all-refused')
    await world.worker?.stop()
    const refused = (await world.credits.ledger.reviews({ mediaCodes: ['shop'] })).filter(
      ({ credit }) => credit.mallId === world.mallId,
    )
    expect(refused.length).toBeLessThan(25)
    expect(world.log.map(({ event }) => event)).toContain('mall.consent-needed')
  })

  test('one member whom Cafe24 does not know closes no mall, however often', async () => {
    const world = await aWorld({ idle: true })
    for (let each = 0; each < 15; each += 1)
      await world.accept({ memberId: 'nobody' as MemberId, amount: 10 })
    const credit = await world.accept()
    world.startWorker()
    await world.until(credit, 'credited')
    expect(await problemOf(world)).toBeNull()
  })
})
