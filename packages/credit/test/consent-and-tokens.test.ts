import { rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { registrationOf, setUpMall } from './support/simulated-malls.ts'
import { overBothStores, tokenKeys } from './support/world.ts'

overBothStores((aWorld) => {
  test('a credit for a mall whose owner has not consented waits, and goes out at the consent', async () => {
    const world = await aWorld({ withoutConsent: true })
    await world.credits.malls.register(registrationOf(world.mallId))
    const credit = await world.accept()
    expect(await world.credits.malls.status(world.mallId)).toMatchObject({
      consent: { kind: 'never' },
      backlog: 1,
    })
    await setUpMall(world.credits, world.malls, world.mallId)
    await world.until(credit, 'credited')
    await world.eventually('the mall shows its last credit', async () => {
      const status = await world.credits.malls.status(world.mallId)
      return status?.lastCreditAt instanceof Date
    })
    expect(await world.credits.malls.status(world.mallId)).toMatchObject({
      consent: { kind: 'consented', scopes: ['mall.read_mileage', 'mall.write_mileage'] },
      backlog: 0,
    })
  })

  test('an access token that Cafe24 refuses is renewed, and the credit goes out', async () => {
    const world = await aWorld()
    await world.malls.expireTokens(world.mallId)
    await world.until(await world.accept(), 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('twenty processes that find an expired token renew it once', async () => {
    const world = await aWorld({ idle: true })
    const processes = await Promise.all(Array.from({ length: 20 }, () => world.another()))
    // As two hours later.
    await world.store.db
      .updateTable('credit_tokens')
      .set({ access_expires_at: new Date(Date.now() - 1) })
      .where('mall_id', '=', world.mallId)
      .execute()
    const results = await Promise.all(processes.map(({ malls }) => malls.access(world.mallId)))
    const tokens = new Set(
      results.map((result) => (result.kind === 'token' ? result.accessToken : result.kind)),
    )
    expect(tokens.size).toBe(1)
    expect(world.log.filter(({ event }) => event === 'token.refreshed')).toHaveLength(1)
  })

  test('a refused token is used no more while it is renewed', async () => {
    const world = await aWorld({ idle: true, members: ['a', 'b', 'c'] })
    for (const memberId of ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'])
      await world.accept({ memberId: memberId as never })
    await world.malls.expireTokens(world.mallId)
    // Another process has begun the renewal, and takes its time.
    await world.store.db
      .updateTable('credit_tokens')
      .set({ refresh_id: 'theirs', refresh_begun_at: new Date() })
      .where('mall_id', '=', world.mallId)
      .execute()
    world.startWorker()
    for (const memberId of ['a', 'b', 'c'])
      await world.eventually('it is credited in the end', async () => {
        return (await world.malls.lines(world.mallId, memberId)).length === 3
      })
    const attempts = world.log.filter(
      ({ event, fields }) => event === 'part.moved' && fields['to'] === 'waiting',
    )
    expect(attempts.length).toBeLessThan(15)
  })

  test('where the journal cannot be written, the renewed pair still reaches the store', async () => {
    const world = await aWorld({ idle: true })
    rmSync(world.journalFolder, { recursive: true })
    writeFileSync(world.journalFolder, 'not a folder')
    const before = await world.credits.malls.access(world.mallId)
    await world.store.db
      .updateTable('credit_tokens')
      .set({ access_expires_at: new Date(Date.now() - 1) })
      .where('mall_id', '=', world.mallId)
      .execute()
    const after = await world.credits.malls.access(world.mallId)
    expect(after.kind).toBe('token')
    expect(after).not.toEqual(before)
    expect(await world.credits.malls.access(world.mallId)).toEqual(after)
  })

  test('a quiet mall is renewed well before its 14 days end', async () => {
    const world = await aWorld({ idle: true, random: () => 0 })
    await world.store.db
      .updateTable('credit_tokens')
      .set({ refresh_expires_at: new Date(Date.now() + 6 * 86_400_000) })
      .where('mall_id', '=', world.mallId)
      .execute()
    world.startWorker()
    await world.eventually('it has 14 days again', async () => {
      const status = await world.credits.malls.status(world.mallId)
      if (status?.consent.kind !== 'consented') return false
      return status.consent.refreshGoodUntil.getTime() > Date.now() + 13 * 86_400_000
    })
  })

  test('after a change of keys, what the old one sealed still opens, and what is new is sealed with the new', async () => {
    const world = await aWorld({ idle: true })
    const before = await world.credits.malls.access(world.mallId)
    const current = { id: 'k2', key: Buffer.alloc(32, 8) }
    const rotated = await world.another({ tokenKeys: { current, previous: [tokenKeys.current] } })
    expect(await rotated.malls.access(world.mallId)).toEqual(before)
    await setUpMall(rotated, world.malls, world.mallId)
    const onlyNew = await world.another({ tokenKeys: { current } })
    expect(await onlyNew.malls.access(world.mallId)).toMatchObject({ kind: 'token' })
  })

  test('a mall whose token a process has no key for waits, and holds no other up', async () => {
    const sealedElsewhere = await aWorld({ idle: true })
    const current = { id: 'k3', key: Buffer.alloc(32, 9) }
    const elsewhere = await sealedElsewhere.another({ tokenKeys: { current } })
    await setUpMall(elsewhere, sealedElsewhere.malls, sealedElsewhere.mallId)
    const waiting = await sealedElsewhere.accept()
    const world = await aWorld()
    await world.until(await world.accept(), 'credited')
    expect((await world.credits.ledger.byId(waiting.id))?.state).toBe('accepted')
    await world.worker!.stop()
    const worker = elsewhere.worker.start()
    await world.until(waiting, 'credited')
    await worker.stop()
  })

  test('a removed app is noticed at the next call, nothing is lost, and all goes out after the next consent', async () => {
    const world = await aWorld()
    await world.until(await world.accept(), 'credited')
    await world.malls.uninstall(world.mallId)
    const waiting = await world.accept({ amount: 777 })
    await world.eventually('the mall wants consent', async () => {
      const status = await world.credits.malls.status(world.mallId)
      return status?.consent.kind === 'consent-needed'
    })
    expect(await world.credits.malls.status(world.mallId)).toMatchObject({ backlog: 1, needsPerson: 0 })
    await setUpMall(world.credits, world.malls, world.mallId)
    await world.until(waiting, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(2)
  })

  test('a mall that was closed since its app had expired goes on once Cafe24 answers again, and no sooner', async () => {
    const world = await aWorld()
    await world.malls.expireApp(world.mallId)
    // Before any webhook: the credit's own call meets it, and is told no more than that the app is not there.
    const waiting = await world.accept()
    await world.eventually('the mall wants consent', async () => {
      return !(await world.credits.malls.isConsented(world.mallId))
    })
    const closed = (await world.credits.malls.status(world.mallId))?.consent
    expect(await world.credits.malls.reopen(world.mallId)).toBe(false)
    expect((await world.credits.malls.status(world.mallId))?.consent).toEqual(closed)
    await world.malls.renewApp(world.mallId)
    expect(await world.credits.malls.reopen(world.mallId)).toBe(true)
    await world.until(waiting, 'credited')
    expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
  })

  test('a mall whose token ran out while its app was expired goes on with a renewed one', async () => {
    const world = await aWorld()
    const twoHoursLater = () =>
      world.store.db
        .updateTable('credit_tokens')
        .set({ access_expires_at: new Date(Date.now() - 1) })
        .where('mall_id', '=', world.mallId)
        .execute()
    await world.malls.expireApp(world.mallId)
    await twoHoursLater()
    await world.eventually('the mall is closed', async () => {
      return (await world.credits.malls.access(world.mallId)).kind === 'consent-needed'
    })
    const closed = (await world.credits.malls.status(world.mallId))?.consent
    expect(await world.credits.malls.reopen(world.mallId)).toBe(false)
    expect((await world.credits.malls.status(world.mallId))?.consent).toEqual(closed)
    const waiting = await world.accept()
    await world.malls.renewApp(world.mallId)
    expect(await world.credits.malls.reopen(world.mallId)).toBe(true)
    await world.until(waiting, 'credited')
  })

  test('what an app cannot be blamed for is not mended by its renewal: without the scope, the owner consents', async () => {
    const world = await aWorld()
    await world.malls.narrowScopes(world.mallId, ['mall.read_mileage'])
    await world.accept()
    await world.eventually('the mall wants consent', async () => {
      return !(await world.credits.malls.isConsented(world.mallId))
    })
    expect(await world.credits.malls.reopen(world.mallId)).toBe(false)
    expect(await world.credits.malls.isConsented(world.mallId)).toBe(false)
    expect(await world.credits.malls.reopen('nobody')).toBe(false)
  })

  test('a dead refresh token calls for the owner, by the reason', async () => {
    const world = await aWorld()
    await world.malls.expireTokens(world.mallId, true)
    await world.accept()
    await world.eventually('the mall wants consent', async () => {
      const status = await world.credits.malls.status(world.mallId)
      return status?.consent.kind === 'consent-needed' && status.consent.problem === 'refresh-refused'
    })
    expect(await world.credits.malls.access(world.mallId)).toEqual({
      kind: 'consent-needed',
      problem: 'refresh-refused',
    })
  })

  test('an app that is said to be gone closes its mall only where Cafe24 says so too', async () => {
    const world = await aWorld({ idle: true })
    expect(await world.credits.malls.closeIfGone(world.mallId, 'app-removed')).toBe(false)
    expect(await world.credits.malls.isConsented(world.mallId)).toBe(true)
    await world.malls.uninstall(world.mallId)
    expect(await world.credits.malls.closeIfGone(world.mallId, 'app-removed')).toBe(true)
    expect(await world.credits.malls.access(world.mallId)).toEqual({
      kind: 'consent-needed',
      problem: 'app-removed',
    })
    expect(await world.credits.malls.closeIfGone('nobody', 'app-removed')).toBe(false)
    expect(await world.credits.malls.access('nobody')).toEqual({ kind: 'unknown-mall' })
  })

  test('asking whether an app is gone waits for room in the bucket, as every call does', async () => {
    const world = await aWorld({ idle: true })
    await world.store.db
      .updateTable('credit_malls')
      .set({ bucket_level: 40, bucket_at: new Date() })
      .where('mall_id', '=', world.mallId)
      .execute()
    const beforeMs = performance.now()
    expect(await world.credits.malls.closeIfGone(world.mallId, 'app-removed')).toBe(false)
    // From 40 to the 38 that leave people their one call, at 2 a second.
    expect(performance.now() - beforeMs).toBeGreaterThan(900)
  })

  test('a used code is refused, and what was there stays', async () => {
    const world = await aWorld({ idle: true })
    const url = await world.credits.malls.authorizeUrl(world.mallId, 's')
    const code = await world.malls.agree(url!)
    expect(await world.credits.malls.consent({ mallId: world.mallId, code })).toMatchObject({
      kind: 'consented',
    })
    expect(await world.credits.malls.consent({ mallId: world.mallId, code })).toMatchObject({
      kind: 'refused',
    })
    expect(await world.credits.malls.access(world.mallId)).toMatchObject({ kind: 'token' })
  })

  test('no token and no secret lies open in the store', async () => {
    const world = await aWorld({ idle: true })
    const access = await world.credits.malls.access(world.mallId)
    const rows = [
      await world.store.db.selectFrom('credit_tokens').selectAll().execute(),
      await world.store.db.selectFrom('credit_malls').selectAll().execute(),
    ]
    const stored = JSON.stringify(rows)
    expect(stored).not.toContain(access.kind === 'token' ? access.accessToken : 'no token')
    expect(stored).not.toContain(registrationOf('').clientSecret + '"')
  })
})
