import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSandboxIdentity } from '../../src/pointhub/identity/sandbox-identity.ts'
import type { PointProvider } from '../../src/pointhub/provider/point-provider.ts'
import { createSandboxProvider } from '../../src/pointhub/sandbox/sandbox-provider.ts'
import { createSealer } from '../../src/pointhub/sealed.ts'
import { expectBooksInOrder, pointsOf } from './support/books.ts'
import { secrets, useWorlds, type World } from './support/pointhub.ts'
import { aPgliteStore, aPostgresStoreOfItsOwn } from './support/store.ts'

type Step = 'reserve' | 'capture' | 'release' | 'refund'
type When = 'before' | 'after'

/** Beyond every lease: whoever was at work is presumed dead. */
const LEASES_OVER_MS = 31_000
const never = new Promise<never>(() => {})
const settled = () => new Promise((resolve) => setTimeout(resolve, 100))

const stateIs = (world: World, state: string) => async () => {
  const rows = await world.store.db.selectFrom('pointhub_conversion').select('state').execute()
  return rows[0]?.state === state
}

/** A process that dies at one step: the partner carries it out or not, and nothing runs after it. */
function aProcessDyingAt(world: World, step: Step, when: When) {
  const sealer = createSealer(secrets, (bytes) => randomBytes(bytes))
  const sandbox = createSandboxProvider(world.store.db as never, sealer, world.clock.now)
  const die = async (...given: [string, never]): Promise<never> => {
    if (when === 'after') await sandbox[step](...given)
    return never
  }
  const provider: PointProvider = { ...sandbox, [step]: die }
  const identityCheck = createSandboxIdentity(secrets, (bytes) => randomBytes(bytes))
  return world.another({ partners: { provider, identityCheck, sandbox: true } })
}

/** A shopper presses convert in a process that dies at a step; then another process goes on. */
async function crashAt(world: World, step: Step, when: When, stateAtDeath: string) {
  await world.pointhub.worker.stop()
  const dying = aProcessDyingAt(world, step, when)
  dying.worker.start()
  const shopper = await (await world.browserOf(dying).open()).identify()
  await shopper.select('KT', 10_000)
  void shopper.press()
  await world.until(stateIs(world, stateAtDeath))
  await settled()
  void dying.worker.stop()
  world.clock.advance(LEASES_OVER_MS)
  const surviving = world.another()
  surviving.worker.start()
  return Object.assign(shopper, { browser: shopper.browser.at(surviving.routes) })
}

const untouched = { account: 52_340, reserved: 0, captured: 0 }
const takenOnce = { account: 42_340, reserved: 0, captured: 10_000 }

describe.each([
  ['PGlite', aPgliteStore],
  ['PostgreSQL', aPostgresStoreOfItsOwn],
])('on %s', (_store, openStore) => {
  const aWorld = useWorlds(openStore)

  test.each(['before', 'after'] as const)(
    'a crash %s the reservation takes nothing: what was set aside comes back and no merchant hears of it',
    async (when) => {
      const world = await aWorld()
      const shopper = await crashAt(world, 'reserve', when, 'reserving')
      const { conversion } = await shopper.until('failed')
      expect(conversion?.error?.code).toBe('provider_unavailable')
      expect(world.merchant.received).toHaveLength(0)
      expect(await pointsOf(world.store.db, 'KT')).toEqual(untouched)
      await expectBooksInOrder(world.store.db)
    },
  )

  test.each(['before', 'after'] as const)(
    'a crash %s the capture is completed: the points are taken once and the merchant is told once',
    async (when) => {
      const world = await aWorld()
      const shopper = await crashAt(world, 'capture', when, 'recorded')
      await shopper.until('credited')
      expect(world.merchant.received).toHaveLength(1)
      expect(await pointsOf(world.store.db, 'KT')).toEqual(takenOnce)
      await expectBooksInOrder(world.store.db)
    },
  )

  test('after a crash the shopper may try again in the same window', async () => {
    const world = await aWorld()
    const shopper = await crashAt(world, 'reserve', 'after', 'reserving')
    await shopper.until('failed')
    await shopper.convert()
    await shopper.until('credited')
    expect(await pointsOf(world.store.db, 'KT')).toEqual(takenOnce)
  })

  test.each(['before', 'after'] as const)(
    'a crash %s the refund of a refused conversion gives the points back once',
    async (when) => {
      const world = await aWorld()
      world.merchant.willAnswer('202|-|아이디 없음')
      const shopper = await crashAt(world, 'refund', when, 'returning')
      await shopper.until('failed')
      expect(await pointsOf(world.store.db, 'KT')).toEqual(untouched)
      await expectBooksInOrder(world.store.db)
    },
  )

  test('a crash while posting is posted again; the merchant that had credited says so, and it stays credited once', async () => {
    const world = await aWorld()
    await world.pointhub.worker.stop()
    // The form arrives; the process never learns the answer.
    const mute = async (...given: Parameters<typeof fetch>) => {
      await fetch(...given)
      return never
    }
    const dying = world.another({ fetchOutside: mute })
    dying.worker.start()
    const shopper = await (await world.browserOf(dying).open()).identify()
    await (await shopper.select('KT', 10_000)).convert()
    await world.until(async () => world.merchant.received.length === 1)
    await settled()
    void dying.worker.stop()
    world.merchant.willAnswer('202|-|거래번호 중복')
    const surviving = world.another()
    surviving.worker.start()
    world.clock.advance(LEASES_OVER_MS)
    await settled()
    world.clock.advance(61_000)
    await shopper.until('credited')
    expect(world.merchant.received).toHaveLength(2)
    expect(world.merchant.received[0]?.raw).toBe(world.merchant.received[1]?.raw)
  })
})
