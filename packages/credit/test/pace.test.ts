import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MemberId } from '@pointpay/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { createCafe24Client, type Credit } from '../src/index.ts'
import { quick } from './support/timing.ts'
import { overOneStore, type World } from './support/world.ts'

const members = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function acceptMany(world: World, count: number): Promise<Credit[]> {
  const accepted = Array.from({ length: count }, (_, index) =>
    world.accept({ memberId: members[index % members.length] as MemberId, amount: 10 + index }),
  )
  return Promise.all(accepted)
}

const posts = async (world: World): Promise<number> => {
  const { byApi } = await world.malls.calls(world.mallId)
  return Object.values(byApi['POST points'] ?? {}).reduce((sum, count) => sum + count, 0)
}

overOneStore((aWorld) => {
  test('ten calls under way that are answered 503 together hold the mall up for no more than a moment', async () => {
    // At production's pace, where ten failures in a row would have meant minutes.
    const timing = { ...quick, checkAgainMs: 5_000, retryMs: 500, retryMaxMs: 60_000, probeMaxMs: 60_000 }
    const world = await aWorld({ members, idle: true, timing })
    await acceptMany(world, 10)
    await world.malls.faults(world.mallId, { rates: { error503Before: 1 }, latencyMs: 200 })
    world.startWorker()
    await world.eventually('all ten were answered', async () => (await posts(world)) >= 10)
    await world.malls.faults(world.mallId, {})
    const next = await world.accept({ memberId: 'a' as MemberId })
    const done = await world.until(next, 'credited')
    expect(done.creditedAt!.getTime() - done.createdAt.getTime()).toBeLessThan(3_000)
  })

  test('after an outage, what waited leaves within twice its length', async () => {
    const timing = { ...quick, retryMs: 200, retryMaxMs: 60_000, probeMaxMs: 60_000 }
    const world = await aWorld({ members, timing })
    await world.malls.faults(world.mallId, { down: true })
    const downSinceMs = performance.now()
    await world.accept({ memberId: 'a' as MemberId })
    await world.eventually('the mall is failing', async () =>
      world.log.some(({ event }) => event === 'mall.failing'),
    )
    const waiting = await acceptMany(world, 10)
    await sleep(3_000)
    await world.malls.faults(world.mallId, {})
    const outageMs = performance.now() - downSinceMs
    const upSinceMs = performance.now()
    for (const credit of waiting) await world.until(credit, 'credited')
    expect(performance.now() - upSinceMs).toBeLessThan(2 * outageMs)
    expect(world.log.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['mall.failing', 'mall.recovered']),
    )
  })

  test('a mall that does not answer is probed by readings, so that no more credits become unclear', async () => {
    const world = await aWorld({ members })
    await world.malls.faults(world.mallId, { rates: { error503After: 1 } })
    const first = await world.accept({ memberId: 'a' as MemberId })
    await world.eventually('the mall is failing', async () =>
      world.log.some(({ event }) => event === 'mall.failing'),
    )
    const rest = await acceptMany(world, 5)
    await sleep(1_500)
    for (const { id } of rest) expect((await world.credits.ledger.byId(id))?.state).toBe('accepted')
    expect(await posts(world)).toBe(1)
    await world.malls.faults(world.mallId, {})
    for (const credit of [first, ...rest]) await world.until(credit, 'credited')
  })

  test('where Cafe24 says how long to wait, nothing is sent before', async () => {
    const world = await aWorld({ members })
    await world.malls.faults(world.mallId, { rates: { tooMany: 1 }, retryAfterSeconds: 3 })
    const credit = await world.accept({ memberId: 'a' as MemberId })
    await world.until(credit, 'waiting')
    const toldAtMs = performance.now()
    await world.malls.faults(world.mallId, {})
    await acceptMany(world, 5)
    await sleep(1_500)
    expect(await posts(world)).toBe(1)
    expect((await world.credits.malls.status(world.mallId))?.askedToWaitMs).toBeGreaterThan(500)
    expect(await world.credits.ledger.availablePoints(credit.id)).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('asked not to be called'),
    })
    await world.until(credit, 'credited')
    expect(performance.now() - toldAtMs).toBeGreaterThan(2_500)
  })

  test('no second sees more than ten calls to one mall', async () => {
    const world = await aWorld({ members, idle: true, callsPerSecond: 10 })
    await acceptMany(world, 13)
    world.startWorker()
    const sentAt = async () => {
      const rows = await world.store.db
        .selectFrom('credit_parts')
        .select('sent_at')
        .where('mall_id', '=', world.mallId)
        .where('sent_at', 'is not', null)
        .execute()
      return rows.map(({ sent_at }) => sent_at!.getTime()).toSorted((one, other) => one - other)
    }
    await world.eventually('all went out', async () => (await sentAt()).length === 13)
    const times = await sentAt()
    for (const from of times) {
      const within = times.filter((at) => at >= from && at < from + 1_000)
      expect(within.length).toBeLessThanOrEqual(10)
    }
  })

  test('a limit of less than two calls a second is refused at the start', async () => {
    await expect(aWorld({ callsPerSecond: 1 })).rejects.toThrow(
      'callsPerSecond is 1; expected a number from 2 up',
    )
  })

  test('a kept connection that closes under a call is no failure of the mall, and a reading is repeated at once', async () => {
    const server = await closingServer()
    const cafe24 = createCafe24Client({ origin: `${server.origin}/{mall_id}` })
    const access = { mallId: 'mall', accessToken: 'a' }
    const now = new Date()
    const read = () => cafe24.pointsPage(access, { from: now, to: now }, 0)
    expect(await read()).toMatchObject({ ok: true })
    server.closeUnderNextRequest()
    expect(await read()).toMatchObject({ ok: true })
    server.closeUnderNextRequest()
    const change = { shopNo: 1, memberId: 'm', amount: 1, type: 'increase' as const, reason: 'r' }
    expect(await cafe24.changePoints(access, change)).toMatchObject({
      ok: false,
      code: 'stale-connection',
      effect: 'unknown',
    })
  })
})

/** A Cafe24 whose connections are kept, and close under the next request when told to. */
async function closingServer(): Promise<{ origin: string; closeUnderNextRequest(): void }> {
  let closing = false
  const server: Server = createServer((request, response) => {
    if (closing) {
      closing = false
      request.socket.destroy()
      return
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ points: request.method === 'GET' ? [] : { member_id: 'm' } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    closeUnderNextRequest: () => void (closing = true),
  }
}
