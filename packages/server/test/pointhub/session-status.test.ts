import { sessionStatusSchema } from '@pointpay/contracts'
import { expect, test } from 'vitest'
import { aNonce } from './support/browser.ts'
import { aMedia, useWorlds, type World } from './support/pointhub.ts'

const aWorld = useWorlds()

const ask = (world: World, nonce: string, from?: string, method = 'GET') =>
  world.browser().request(`/pointhub/sessions/${nonce}`, { method, headers: from ? { origin: from } : {} })

const statusOf = async (world: World, nonce: string) =>
  sessionStatusSchema.parse(await (await ask(world, nonce)).json())

test('the press is open, then converting or converted, then credited', async () => {
  const world = await aWorld()
  const nonce = aNonce()
  const shopper = await world.browser().open({ nonce })
  expect(await statusOf(world, nonce)).toEqual({ status: 'open' })
  await shopper.identify()
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  expect(await statusOf(world, nonce)).toEqual({
    status: 'credited',
    transactionNumber: shopper.view.conversion?.transactionNumber,
    pointKind: 'KT',
    points: 5_000,
    amount: 5_000,
    creditedAt: world.clock.now().toISOString(),
  })
})

test('a press that was left, or ran out, is cancelled', async () => {
  const world = await aWorld()
  const [left, late] = [aNonce(), aNonce()]
  const shopper = await world.browser().open({ nonce: left })
  expect((await shopper.call('DELETE', '')).status).toBe(204)
  expect(await statusOf(world, left)).toEqual({ status: 'cancelled' })
  await world.browser().open({ nonce: late })
  world.clock.advance(30 * 60_000)
  expect(await statusOf(world, late)).toEqual({ status: 'cancelled' })
})

test('a refused conversion is failed, not cancelled', async () => {
  const world = await aWorld()
  const nonce = aNonce()
  world.merchant.willAnswer('202|-|아이디 없음')
  const shopper = await (await world.browser().open({ nonce })).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('failed')
  expect(await statusOf(world, nonce)).toMatchObject({ status: 'failed', points: 5_000 })
})

test('pages of the mall may read it, pages of other malls and strangers may not', async () => {
  const world = await aWorld()
  await world.media.add(aMedia({ code: 'other' as never, origins: ['https://other.test'] }))
  const nonce = aNonce()
  await world.browser().open({ nonce })
  const allowed = async (from: string) =>
    (await ask(world, nonce, from)).headers.get('access-control-allow-origin')
  expect(await allowed('https://shop.test')).toBe('https://shop.test')
  expect(await allowed('https://other.test')).toBeNull()
  expect(await allowed('https://evil.test')).toBeNull()
  expect((await ask(world, nonce, 'https://evil.test')).headers.get('vary')).toContain('Origin')
})

test('a nonce that was never seen is 404, which registered malls may read', async () => {
  const world = await aWorld()
  const answer = await ask(world, aNonce(), 'https://shop.test')
  expect(answer.status).toBe(404)
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.test')
  expect((await ask(world, 'short')).status).toBe(404)
})

test('a preflight is answered for registered origins alone', async () => {
  const world = await aWorld()
  const preflight = (from: string) => ask(world, aNonce(), from, 'OPTIONS')
  expect((await preflight('https://shop.test')).headers.get('access-control-allow-methods')).toBe('GET')
  expect((await preflight('https://evil.test')).headers.get('access-control-allow-methods')).toBeNull()
})
