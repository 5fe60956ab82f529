import { expect, test } from 'vitest'
import { setUpMall } from './support/simulated-malls.ts'
import { overOneStore, type World } from './support/world.ts'

const HOUR_MS = 3_600_000

const expireAccess = (world: World) =>
  world.store.db
    .updateTable('credit_tokens')
    .set({ access_expires_at: new Date(Date.now() - 1) })
    .where('mall_id', '=', world.mallId)
    .execute()

const refreshes = async (world: World): Promise<number> => {
  const { byApi } = await world.malls.calls(world.mallId)
  return byApi['oauth/token refresh_token']?.['200'] ?? 0
}

overOneStore((aWorld) => {
  test.each(['scopes-as-text', 'expires-in', 'no-refresh-expiry'] as const)(
    'a renewal that Cafe24 answers in another shape (%s) is kept, and nobody has to consent again',
    async (tokenAnswer) => {
      const world = await aWorld({ idle: true })
      const before = await world.credits.malls.access(world.mallId)
      await world.malls.faults(world.mallId, { tokenAnswer })
      await expireAccess(world)
      const after = await world.credits.malls.access(world.mallId)
      expect(after).toMatchObject({ kind: 'token', scopes: ['mall.read_mileage', 'mall.write_mileage'] })
      expect(after).not.toEqual(before)
      const status = await world.credits.malls.status(world.mallId)
      if (status?.consent.kind !== 'consented') throw new Error('The mall is no longer consented')
      expect(status.consent.accessGoodUntil.getTime()).toBeGreaterThan(Date.now() + 1.9 * HOUR_MS)
      expect(status.consent.refreshGoodUntil.getTime()).toBeGreaterThan(Date.now() + 13 * 24 * HOUR_MS)
      await expireAccess(world)
      await world.store.db
        .updateTable('credit_tokens')
        .set({ saved_at: new Date(Date.now() - HOUR_MS) })
        .where('mall_id', '=', world.mallId)
        .execute()
      expect(await world.credits.malls.access(world.mallId)).toMatchObject({ kind: 'token' })
    },
  )

  test('a consent is kept whatever the shape of its answer', async () => {
    const world = await aWorld({ withoutConsent: true, idle: true })
    await world.malls.faults(world.mallId, { tokenAnswer: 'expires-in' })
    await setUpMall(world.credits, world.malls, world.mallId)
    expect(await world.credits.malls.access(world.mallId)).toMatchObject({ kind: 'token' })
  })

  test('a renewal that brings another mall’s tokens is refused, and told', async () => {
    const world = await aWorld({ idle: true })
    await world.malls.faults(world.mallId, { tokenAnswer: 'other-mall' })
    await expireAccess(world)
    expect(await world.credits.malls.access(world.mallId)).toEqual({
      kind: 'consent-needed',
      problem: 'refresh-lost',
    })
    expect(world.log).toContainEqual({
      event: 'token.of-another-mall',
      level: 'error',
      fields: { mallId: world.mallId, named: expect.any(String) },
    })
  })

  test.each(['empty', 'html', 'other-json'] as const)(
    'a 401 is a 401, also with a body of another shape (%s): the token is renewed and the credit goes out',
    async (unauthorizedBody) => {
      const world = await aWorld()
      await world.malls.faults(world.mallId, { unauthorizedBody })
      await world.malls.expireTokens(world.mallId)
      await world.until(await world.accept(), 'credited')
      expect(await world.malls.lines(world.mallId, 'pointpay')).toHaveLength(1)
    },
  )

  test.each([3 * HOUR_MS, -3 * HOUR_MS])(
    'where Cafe24’s clock is %i ms ahead, a token is renewed once, credits go out, and the difference is told',
    async (clockSkewMs) => {
      const world = await aWorld({ withoutConsent: true })
      await world.malls.faults(world.mallId, { clockSkewMs })
      await setUpMall(world.credits, world.malls, world.mallId)
      await expireAccess(world)
      await world.until(await world.accept(), 'credited')
      await world.until(await world.accept(), 'credited')
      expect(await refreshes(world)).toBe(1)
      const status = await world.credits.malls.status(world.mallId)
      expect(Math.abs(status!.clockSkewMs! - clockSkewMs)).toBeLessThan(5_000)
      expect(world.log.map(({ event }) => event)).toContain('mall.clock-skewed')
    },
  )

  test('a clock of this machine that is hours off changes nothing', async () => {
    const world = await aWorld({ clock: () => new Date(Date.now() + 3 * HOUR_MS) })
    await world.until(await world.accept(), 'credited')
    expect(await refreshes(world)).toBe(0)
  })

  test('a renewal that Cafe24 refuses by mistake once closes no mall', async () => {
    const world = await aWorld()
    await world.malls.faults(world.mallId, { refreshRefused: 1 })
    await expireAccess(world)
    const credit = await world.accept()
    await world.eventually('the refusal is told', async () =>
      world.log.some(({ event }) => event === 'mall.refused'),
    )
    await world.malls.faults(world.mallId, {})
    await world.until(credit, 'credited')
    expect(world.log.map(({ event }) => event)).not.toContain('mall.consent-needed')
  })
})
