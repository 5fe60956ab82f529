import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { overBothStores, type World } from './support/world.ts'

const isHalted = async (world: World) => (await world.credits.recovery.standing()).halted !== null

async function beats(world: World): Promise<number> {
  const { beat } = await world.store.db
    .selectFrom('credit_heartbeat')
    .select('beat')
    .executeTakeFirstOrThrow()
  return beat
}

/** What an old backup still has: the heartbeat of then. */
const goBack = (world: World) => sql`update credit_heartbeat set beat = 0`.execute(world.store.db)

overBothStores((aWorld) => {
  test('a store that went back in time is noticed, nothing is sent, and an error says so', async () => {
    const world = await aWorld()
    await world.until(await world.accept(), 'credited')
    await goBack(world)
    await world.eventually('sending is halted', () => isHalted(world))
    const credit = await world.accept({ amount: 7 })
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect((await world.credits.ledger.byId(credit.id))?.state).toBe('accepted')
    expect(world.log).toContainEqual(expect.objectContaining({ event: 'store.went-back', level: 'error' }))
    expect(await world.credits.recovery.resume({ by: 'kim' })).toMatchObject({ kind: 'resumed' })
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(2)
  })

  test('after a promotion, too, which another process was not there to see', async () => {
    const world = await aWorld({ idle: true })
    await sql`update credit_heartbeat set timeline = '000000FF'`.execute(world.store.db)
    world.startWorker()
    await world.eventually('sending is halted', () => isHalted(world))
    const { halted } = await world.credits.recovery.standing()
    expect(halted?.reason).toContain('promoted')
    await world.credits.recovery.resume({ by: 'kim' })
    expect(await isHalted(world)).toBe(false)
  })

  test('one resumption is enough, also for a process that saw the lost beats and was away meanwhile', async () => {
    const world = await aWorld()
    const away = await world.another()
    const worker = away.worker.start()
    const begunAt = await beats(world)
    await world.eventually('both have beaten', async () => (await beats(world)) > begunAt + 5)
    await worker.stop()
    await goBack(world)
    await world.eventually('sending is halted', () => isHalted(world))
    await world.credits.recovery.resume({ by: 'kim' })
    const resumedAt = await beats(world)
    const again = away.worker.start()
    await world.eventually('it beats again', async () => (await beats(world)) > resumedAt + 4)
    await again.stop()
    expect(await isHalted(world)).toBe(false)
  })

  test('a credit that the store forgot to have sent is found after the resumption, and not given twice', async () => {
    const world = await aWorld()
    const credit = await world.until(await world.accept(), 'credited')
    await world.worker!.stop()
    // The state of three seconds ago: accepted, never sent.
    await sql`
      update credit_parts set state = 'accepted', due_at = now(), attempts = 0, sent_at = null, unclear_code = null
      where credit_id = ${credit.id}`.execute(world.store.db)
    await sql`update credit_credits set state = 'accepted' where id = ${credit.id}`.execute(world.store.db)
    await goBack(world)
    world.startWorker()
    await world.eventually('sending is halted', () => isHalted(world))
    expect(await world.credits.recovery.resume({ by: 'kim' })).toMatchObject({ kind: 'resumed' })
    await world.until(credit, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('a credit that the store forgot altogether and its caller tells again is not given twice', async () => {
    const world = await aWorld()
    const credit = await world.until(await world.accept(), 'credited')
    const given = { transactionNumber: credit.transactionNumber }
    await sql`delete from credit_parts where credit_id = ${credit.id}`.execute(world.store.db)
    await sql`delete from credit_credits where id = ${credit.id}`.execute(world.store.db)
    await goBack(world)
    await world.eventually('sending is halted', () => isHalted(world))
    await world.credits.recovery.resume({ by: 'kim' })
    await world.until(await world.accept(given), 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('resuming what was not halted does nothing', async () => {
    const world = await aWorld()
    expect(await world.credits.recovery.resume({ by: 'kim' })).toEqual({ kind: 'not-halted' })
  })
})
