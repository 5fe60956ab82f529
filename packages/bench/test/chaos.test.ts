import { expect, test } from 'vitest'
import { createDice } from '../src/chaos/dice.ts'
import { planCredits } from '../src/chaos/plan.ts'
import { runChaos } from '../src/chaos/run-chaos.ts'
import type { Movement } from '../src/chaos/simulated-cafe24.ts'
import { judge } from '../src/chaos/verdict.ts'

test('under faults, killed and frozen workers and a restarted database, every credit is applied exactly once', async () => {
  const result = await runChaos(
    {
      credits: 200,
      seed: 7,
      malls: 20,
      workers: 2,
      naiveCredits: 200,
      killEveryMs: 1_500,
      freezeEveryMs: 2_000,
      databaseRestarts: 1,
    },
    () => {},
  )
  expect(result.verdict.differences).toEqual([])
  expect(result.unsettled).toEqual({})
  expect(result.verdict.appliedOnce + result.verdict.refusedUntouched).toBe(200)
  expect(result.verdict.cancelledOnce).toBeGreaterThan(0)
  expect(result.events['unclear']).toBeGreaterThan(0)
  expect(result.kills).toBeGreaterThan(0)
  expect(result.freezes).toBeGreaterThan(0)
}, 180_000)

test('the judge sees what was lost, doubled, given to nobody, or taken back without being asked', () => {
  const plan = planCredits(50, 3, createDice(1))
  const whole = plan
    .filter(({ refused, credit }) => !refused && credit.amount <= 1_000_000)
    .map(({ credit }): Movement => ({
      mall_id: credit.mallId,
      member_id: credit.memberId,
      type: 'increase',
      amount: `${credit.amount}.00`,
      reason: `제휴포인트 전환 ${credit.transactionNumber}`,
    }))
  const judged = plan.filter(({ credit }) => credit.amount <= 1_000_000)
  const differences = (movements: Movement[], cancels: string[] = []) =>
    judge(judged, new Set(cancels), movements).differences.length
  const [first] = whole
  expect(first).toBeDefined()
  expect(differences(whole)).toBe(0)
  expect(differences(whole.slice(1))).toBe(1)
  expect(differences([...whole, first!])).toBe(1)
  expect(differences([{ ...first!, amount: '1.00' }, ...whole.slice(1)])).toBe(1)
  expect(differences([...whole, { ...first!, type: 'decrease' }])).toBe(1)
  expect(differences(whole, [judged.find(({ refused }) => !refused)!.credit.transactionNumber])).toBe(1)
  expect(differences([...whole, { ...first!, reason: '제휴포인트 전환 ME0000000099' }])).toBe(1)
})
