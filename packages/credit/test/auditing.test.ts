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
    await world.eventually('the books are compared', async () => (await audits()).length >= 2)
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

  test('a credit that stands twice is told as an error, and counted', async () => {
    const world = await aWorld()
    const credit = await world.until(await world.accept({ amount: 500 }), 'credited')
    const [part] = await world.credits.ledger.parts(credit.id)
    const twice = {
      type: 'increase',
      amount: 500,
      reason: part!.reason,
      case: 'AM',
      client_id: 'app',
    } as const
    await world.malls.addRows(world.mallId, [twice])
    const { differences } = await world.credits.audit({ mallId: world.mallId, ...today() })
    expect(differences).toMatchObject([{ kind: 'repeated', creditId: credit.id, times: 2 }])
    expect(world.log).toContainEqual(
      expect.objectContaining({
        event: 'mall.audit-differs',
        level: 'error',
        fields: expect.objectContaining({ differences: 1, kinds: ['repeated'] }),
      }),
    )
    expect((await world.credits.malls.status(world.mallId))?.auditDifferences).toBe(1)
  })

  test.each([
    ['a row by hand in our very words', { member_id: 'pointpay' }, 'repeated'],
    ['our row in another shop, too', { member_id: 'pointpay', shop_no: 2, case: 'AM' }, 'repeated'],
    ['our row under another member, too', { member_id: 'regular', case: 'AM' }, 'repeated'],
  ])('%s is found', async (_what, row, kind) => {
    const world = await aWorld()
    const credit = await world.until(await world.accept({ amount: 500 }), 'credited')
    const [part] = await world.credits.ledger.parts(credit.id)
    await world.malls.addRows(world.mallId, [{ type: 'increase', amount: 500, reason: part!.reason, ...row }])
    const { differences } = await world.credits.audit({ mallId: world.mallId, ...today() })
    expect(differences).toMatchObject([{ kind, creditId: credit.id }])
  })

  test('our row under another member alone, and in another shop alone, are found as such', async () => {
    const world = await aWorld()
    for (const [row, kind] of [
      [{ member_id: 'regular' }, 'other-member'],
      [{ shop_no: 2 }, 'other-shop'],
    ] as const) {
      const credit = await world.until(await world.accept({ amount: 500 }), 'credited')
      const [part] = await world.credits.ledger.parts(credit.id)
      // A ledger after a bad restore: what it calls this part is what another row is called.
      const mark = kind === 'other-shop' ? '0000000001' : '0000000002'
      await world.store.db
        .updateTable('credit_parts')
        .set({ mark })
        .where('id', '=', Number(part!.id))
        .execute()
      const reason = part!.reason.replace(/^\w{10}/, mark)
      await world.malls.addRows(world.mallId, [{ type: 'increase', amount: 500, reason, case: 'AM', ...row }])
      const { differences } = await world.credits.audit({ mallId: world.mallId, ...today() })
      expect(differences).toContainEqual(expect.objectContaining({ kind, creditId: credit.id }))
    }
  })

  test('rows of another app that arrive between the pages raise no alarm', async () => {
    const world = await aWorld({ members: ['a', 'b'] })
    for (const memberId of ['a', 'b', 'a', 'b'])
      await world.until(await world.accept({ memberId: memberId as never, amount: 10 }), 'credited')
    await world.malls.faults(world.mallId, { pageSize: 3, rowsBetweenPages: 1 })
    expect(await world.credits.audit({ mallId: world.mallId, ...today() })).toMatchObject({
      compared: 4,
      differences: [],
    })
  })

  test('a day that could not be compared is not skipped, and its age is shown', async () => {
    const world = await aWorld({ idle: true, random: () => 0 })
    const days = 4
    await world.store.db
      .updateTable('credit_malls')
      .set({ created_at: new Date(Date.now() - days * DAY_MS) })
      .where('mall_id', '=', world.mallId)
      .execute()
    expect((await world.credits.malls.status(world.mallId))?.unauditedMs).toBeGreaterThan((days - 1) * DAY_MS)
    world.startWorker()
    const audits = () =>
      world.store.db
        .selectFrom('credit_audits')
        .select(['from_at', 'to_at'])
        .where('mall_id', '=', world.mallId)
        .orderBy('from_at')
        .execute()
    await world.eventually('every day is compared', async () => (await audits()).length >= days - 1)
    const spans = await audits()
    for (const [index, { to_at }] of spans.slice(0, -1).entries())
      expect(spans[index + 1]!.from_at).toEqual(to_at)
    expect((await world.credits.malls.status(world.mallId))?.unauditedMs).toBeLessThan(1.2 * DAY_MS)
  })
})
