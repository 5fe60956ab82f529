import { expect, test } from 'vitest'
import { overBothStores } from './support/world.ts'

const DAY_MS = 86_400_000
const today = () => ({ from: new Date(Date.now() - DAY_MS / 2), to: new Date(Date.now() + 60_000) })

overBothStores((aWorld) => {
  test('books that agree with the ledger show no difference', async () => {
    const world = await aWorld()
    await world.until(await world.accept(), 'credited')
    await world.until(await world.accept({ amount: 1_500_000 }), 'credited')
    expect(await world.credits.audit({ mallId: world.mallId, ...today() })).toMatchObject({
      compared: 3,
      differences: [],
    })
  })

  test('a credit that the books lack, and one that the ledger calls refused but they hold, are told', async () => {
    const world = await aWorld()
    const missing = await world.until(await world.accept({ amount: 500 }), 'credited')
    const [part] = await world.credits.ledger.parts(missing.id)
    // A ledger that is wrong, as after a bad restore: the tag of a credited part is one that Cafe24 never saw.
    await world.store.db
      .updateTable('credit_parts')
      .set({ tag: 'ME-NEVER-SENT', mark: 'NEVERSENT0' })
      .where('id', '=', Number(part!.id))
      .execute()
    const report = await world.credits.audit({ mallId: world.mallId, ...today() })
    expect(report.differences).toEqual(
      expect.arrayContaining([
        { kind: 'missing', creditId: missing.id, tag: 'ME-NEVER-SENT', amount: 500 },
        { kind: 'unknown-line', reason: expect.stringContaining(missing.transactionNumber), amount: 500 },
      ]),
    )
  })

  test('what went to the mall’s second shop is compared with that shop’s books', async () => {
    const world = await aWorld()
    await world.until(await world.accept({ shopNo: 2 }), 'credited')
    expect(await world.credits.audit({ mallId: world.mallId, ...today() })).toMatchObject({
      compared: 1,
      differences: [],
    })
  })

  test('every mall’s books are compared daily by themselves, and again where that failed', async () => {
    const world = await aWorld({ idle: true, random: () => 0 })
    const set = (values: { created_at?: Date; audit_begun_at?: Date }) =>
      world.store.db.updateTable('credit_malls').set(values).where('mall_id', '=', world.mallId).execute()
    const audits = () =>
      world.store.db.selectFrom('credit_audits').selectAll().where('mall_id', '=', world.mallId).execute()
    await set({ created_at: new Date(Date.now() - 3 * DAY_MS) })
    await world.malls.faults(world.mallId, { down: true })
    const worker = world.startWorker()
    await world.eventually('the failure is told', async () =>
      world.log.some(({ event }) => event === 'mall.audit-failed'),
    )
    await worker.stop()
    expect(await audits()).toEqual([])
    await world.malls.faults(world.mallId, {})
    // As an hour later.
    await set({ audit_begun_at: new Date(Date.now() - DAY_MS / 12) })
    world.startWorker()
    await world.eventually('the books are compared', async () => (await audits()).length === 1)
  })

  test('a mall without consent cannot be compared, and the report says why', async () => {
    const world = await aWorld({ idle: true })
    await world.malls.expireApp(world.mallId)
    await world.credits.malls.closeIfGone(world.mallId, 'app-expired')
    expect(await world.credits.audit({ mallId: world.mallId, ...today() })).toMatchObject({
      differences: null,
      problem: expect.stringContaining('app-expired'),
    })
  })
})
