import { expect, test } from 'vitest'
import { view } from './support/browser.ts'
import { useWorlds, type World } from './support/pointhub.ts'
import { aPostgresStoreOfItsOwn } from './support/store.ts'

const aWorld = useWorlds(aPostgresStoreOfItsOwn)
const HOUR_MS = 3_600_000

const sessions = (world: World) => world.store.db.selectFrom('pointhub_session').selectAll().execute()

test('a session without a conversion is deleted 25 hours after its end, and its identity check at once', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  await shopper.call('POST', '/identity', { name: '홍길동', phone: '010-1234-5678' })
  world.clock.advance(25 * HOUR_MS)
  const other = await world.browser().open()
  // A sweep has passed since.
  const checks = () => world.store.db.selectFrom('pointhub_identity').selectAll().execute()
  await world.until(async () => (await checks()).length === 0)
  expect((await sessions(world)).map(({ id }) => id).toSorted()).toEqual([shopper.id, other.id].toSorted())
  world.clock.advance(HOUR_MS)
  await world.until(async () => (await sessions(world)).length === 1)
})

test('a session that left is still told of at the next press within a day', async () => {
  const world = await aWorld()
  const browser = world.browser()
  await (await browser.open()).call('DELETE', '')
  world.clock.advance(23 * HOUR_MS)
  expect((await browser.open()).view.leftBefore).not.toBeNull()
})

test('a session with a conversion stays for it, without what only the popup needed', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open({
    addParam: 'order-1',
    returnTo: 'https://shop.test/order/1',
  })
  await shopper.identify()
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  const [before] = await sessions(world)
  expect(before).toMatchObject({ add_param: 'order-1', masked_name: '홍*동' })
  world.clock.advance(26 * HOUR_MS)
  await world.until(async () => (await sessions(world))[0]?.emptied_at !== null)
  expect((await sessions(world))[0]).toMatchObject({
    id: shopper.id,
    nonce: shopper.view.nonce,
    person: null,
    add_param: null,
    return_to: null,
    balances: null,
    masked_name: null,
  })
  const answer = await shopper.call('GET', '')
  expect((await view(answer)).conversion).toMatchObject({ state: 'credited', amount: 5_000 })
  const status = await world.browser().request(`/pointhub/sessions/${shopper.view.nonce}`)
  expect(await status.json()).toMatchObject({ status: 'credited' })
})

test('thousands of ended sessions are deleted in batches, whatever lies between them', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 5_000)).convert()
  const [converted] = await sessions(world)
  const { db } = world.store
  for (let batch = 0; batch < 5; batch += 1)
    await db
      .insertInto('pointhub_session')
      .values(
        Array.from({ length: 500 }, (_, index) => ({
          ...converted!,
          id: `${batch}-${index}`,
          nonce: null,
          balances: null,
          expires_at: new Date(converted!.expires_at.getTime() + (index % 2 ? 1 : -1)),
        })),
      )
      .execute()
  world.clock.advance(26 * HOUR_MS)
  await world.until(async () => (await sessions(world)).length === 1)
  await world.until(async () => (await sessions(world))[0]?.emptied_at !== null)
  expect((await sessions(world))[0]?.id).toBe(shopper.id)
})
