import fc from 'fast-check'
import type { MemberId } from '@pointpay/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { createCafe24Client, type Credit, type Credits, type WholeState } from '../src/index.ts'
import { quickTimeouts } from './support/timing.ts'
import { aCredit, overBothStores, type World } from './support/world.ts'

/** A client of the real Cafe24 whose every request is noted instead of sent. */
function aWatchedCafe24() {
  const requests: string[] = []
  const cafe24 = createCafe24Client({
    timeouts: quickTimeouts,
    fetch: async (url) => {
      requests.push(String(url))
      throw new TypeError('nothing may leave this test')
    },
  })
  return { cafe24, requests }
}

async function aWatchedLedger(world: World) {
  const { cafe24, requests } = aWatchedCafe24()
  const credits = await world.another({ cafe24 })
  const worker = credits.worker.start()
  onTestFinished(() => worker.stop())
  return { credits, requests }
}

async function give(credits: Credits, mallId: string, memberId: string, amount: number): Promise<Credit> {
  const given = aCredit(mallId, { memberId: memberId as MemberId, amount })
  const result = await credits.ledger.accept(given)
  if (result.kind !== 'accepted') throw new Error(`The credit was not accepted: ${JSON.stringify(result)}`)
  return (await credits.ledger.byId(result.creditId))!
}

async function until(credits: Credits, { id }: Credit, ...states: WholeState[]): Promise<Credit> {
  await expect
    .poll(async () => (await credits.ledger.byId(id))?.state, { timeout: 10_000, interval: 10 })
    .toSatisfy((state: WholeState) => states.includes(state))
  return (await credits.ledger.byId(id))!
}

type Step =
  | { kind: 'give'; member: string; amount: number }
  | { kind: 'cancel' | 'available' | 'audit' | 'consent' | 'access' | 'reopen' | 'close' }

const steps = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('give' as const),
        member: fc.constantFrom('pointpay', 'a&b@한글'),
        amount: fc.integer({ min: 1, max: 2_500_000 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'cancel' as const,
          'available' as const,
          'audit' as const,
          'consent' as const,
          'access' as const,
          'reopen' as const,
          'close' as const,
        ),
      }),
    },
  ),
  { minLength: 1, maxLength: 6 },
)

overBothStores((aWorld) => {
  test('whatever is done with a media in test mode, Cafe24 is never called', async () => {
    const world = await aWorld({ idle: true })
    const { credits, requests } = await aWatchedLedger(world)
    let runs = 0
    await fc.assert(
      fc.asyncProperty(steps, async (plan: Step[]) => {
        runs += 1
        const mallId = await credits.malls.testMall(`shop${runs}`)
        const given: Credit[] = []
        for (const step of plan) {
          const last = given.at(-1)
          if (step.kind === 'give') given.push(await give(credits, mallId, step.member, step.amount))
          else if (step.kind === 'cancel' && last) {
            await until(credits, last, 'credited', 'cancelling', 'cancelled')
            await credits.ledger.cancel({ creditId: last.id, by: 'operator', reason: '시험' })
          } else if (step.kind === 'available' && last) await credits.ledger.availablePoints(last.id)
          else if (step.kind === 'audit') {
            const now = Date.now()
            await credits.audit({ mallId, from: new Date(now - 3_600_000), to: new Date(now) })
          } else if (step.kind === 'consent') await credits.malls.consent({ mallId, code: 'any' })
          else if (step.kind === 'access') await credits.malls.access(mallId)
          else if (step.kind === 'reopen') await credits.malls.reopen(mallId)
          else if (step.kind === 'close') await credits.malls.closeIfGone(mallId, 'app-removed')
        }
        for (const credit of given) await until(credits, credit, 'credited', 'cancelled')
        expect(requests).toEqual([])
      }),
      { numRuns: 12 },
    )
  })

  test('a credit in test mode says so, and its cancel takes back what was given', async () => {
    const world = await aWorld({ idle: true })
    const { credits } = await aWatchedLedger(world)
    const mallId = await credits.malls.testMall('cancelled')
    const credit = await give(credits, mallId, 'pointpay', 12_345)
    expect(await until(credits, credit, 'credited')).toMatchObject({ test: true, amount: 12_345 })
    expect(await credits.ledger.availablePoints(credit.id)).toMatchObject({
      kind: 'available',
      available: 12_345,
    })
    const cancelled = await credits.ledger.cancel({ creditId: credit.id, by: 'operator', reason: '시험' })
    expect(cancelled).toMatchObject({ kind: 'cancelling', deducting: 12_345 })
    await until(credits, credit, 'cancelled')
  })

  test('a test mall is made once, and stands in no list of real malls', async () => {
    const world = await aWorld({ idle: true })
    const { credits } = await aWatchedLedger(world)
    const mallId = await credits.malls.testMall('listed')
    expect(await credits.malls.testMall('listed')).toBe(mallId)
    const listed = (await credits.malls.statuses()).map((mall) => mall.mallId)
    expect(listed).toContain(world.mallId)
    expect(listed).not.toContain(mallId)
  })

  test('what waits in a test mall is not counted among what waits', async () => {
    const world = await aWorld({ idle: true })
    const before = await world.credits.ledger.counts()
    const mallId = await world.credits.malls.testMall('waiting')
    await give(world.credits, mallId, 'pointpay', 1_000)
    expect(await world.credits.ledger.counts()).toEqual(before)
  })
})

test('a client of the real Cafe24 refuses a test mall before anything leaves', async () => {
  const { cafe24, requests } = aWatchedCafe24()
  const access = { mallId: 'test:demo', accessToken: 'any' }
  const change = { shopNo: 1, memberId: 'pointpay', amount: 1, type: 'increase', reason: 'x' } as const
  await expect(cafe24.changePoints(access, change)).rejects.toThrow('test mall')
  expect(requests).toEqual([])
})
