import { expect, test } from 'vitest'
import { createDice } from '../src/chaos/dice.ts'
import { drawFaults } from '../src/chaos/faults.ts'
import { mallIds, planCredits } from '../src/chaos/plan.ts'
import { runChaos } from '../src/chaos/run-chaos.ts'
import { client, type Movement } from '../src/chaos/simulated-cafe24.ts'
import { judge } from '../src/chaos/verdict.ts'

test('under faults, killed and frozen workers and a restarted database, every credit is applied exactly once', async () => {
  const result = await runChaos(
    {
      credits: 120,
      seed: 7,
      malls: 20,
      workers: 2,
      naiveCredits: 100,
      killEveryMs: 3_000,
      freezeEveryMs: 4_000,
      databaseRestarts: 1,
    },
    () => {},
  )
  expect([...result.verdict.differences, ...result.evidence]).toEqual([])
  expect(result.unsettled).toEqual({})
  expect(result.verdict.appliedOnce + result.verdict.refusedUntouched).toBe(120)
  expect(result.verdict.cancelledOnce).toBeGreaterThan(0)
  expect(result.events['unclear']).toBeGreaterThan(0)
  expect(result.otherRows).toBeGreaterThan(0)
  expect(result.kills).toBeGreaterThan(0)
  expect(result.freezes).toBeGreaterThan(0)
}, 180_000)

const plan = planCredits(50, 3, createDice(1)).filter(({ credit }) => credit.amount <= 1_000_000)
const promised = plan.filter(({ refused }) => !refused)
const whole = promised.map(({ credit }, index): Movement => {
  const mark = String(index).padStart(10, '0')
  return {
    mall_id: credit.mallId,
    shop_no: credit.shopNo,
    member_id: credit.memberId,
    client_id: client.clientId,
    type: 'increase',
    amount: `${credit.amount}.00`,
    reason: `${mark}G1 제휴포인트 전환 ${credit.transactionNumber}`,
  }
})
const first = whole[0]!
const firstNumber = promised[0]!.credit.transactionNumber
const kindsOf = (movements: Movement[], cancels: string[] = []) =>
  judge(plan, new Set(cancels), movements).differences.map(({ kind }) => kind)

test('the judge finds nothing where every promise is kept once', () => {
  expect(kindsOf(whole)).toEqual([])
  expect(kindsOf([...whole, takenBack()], [firstNumber])).toEqual([])
})

test('the judge sees what was lost', () => {
  expect(kindsOf(whole.slice(1))).toEqual(['lost'])
  expect(kindsOf(whole, [firstNumber])).toEqual(['lost'])
})

test('the judge sees what was doubled, changed, or taken back without being asked', () => {
  expect(kindsOf([...whole, first])).toEqual(['doubled'])
  expect(kindsOf([{ ...first, amount: '1.00' }, ...whole.slice(1)])).toEqual(['doubled'])
  expect(kindsOf([{ ...first, member_id: 'somebody' }, ...whole.slice(1)])).toEqual(['doubled'])
  expect(kindsOf([...whole, takenBack()])).toEqual(['doubled'])
})

test('the judge sees rows of ours that nobody asked for', () => {
  const stray = { ...first, reason: '9999999999G1 제휴포인트 전환 ME0000000099' }
  expect(kindsOf([...whole, stray])).toEqual(['unasked'])
  expect(kindsOf([...whole, { ...first, reason: `제휴포인트 전환 ${firstNumber}` }])).toEqual(['unasked'])
})

test('the judge leaves out rows of people and other apps, also where they name a credit', () => {
  const byHand = { ...first, client_id: null, reason: `고객 요청 지급 ${firstNumber}` }
  expect(kindsOf([...whole, byHand, { ...byHand, client_id: 'other-app', type: 'decrease' }])).toEqual([])
})

test('the same seed draws the same faults, and among many malls every habit comes up', () => {
  const malls = mallIds(200).map((mallId) => drawFaults(1, mallId))
  expect(malls).toEqual(mallIds(200).map((mallId) => drawFaults(1, mallId)))
  const shares = malls.map(({ rates }) => rates.dropAfterApply + rates.dropThenApply)
  expect(Math.max(...shares)).toBeCloseTo(0.05)
  expect(malls.some(({ pageSize }) => pageSize === 1)).toBe(true)
  expect(malls.some(({ clockSkewMs }) => clockSkewMs < 0)).toBe(true)
  expect(malls.some(({ malformedRows }) => malformedRows > 0)).toBe(true)
  expect(malls.some(({ rowsBetweenPages }) => rowsBetweenPages > 0)).toBe(true)
  expect(new Set(malls.map(({ reasons }) => reasons?.as))).toEqual(
    new Set([undefined, 'cut', 'null', 'html-escaped']),
  )
})

/** The first credit's points, taken back. */
function takenBack(): Movement {
  return {
    ...first,
    type: 'decrease',
    reason: first.reason.replace('G1 제휴포인트 전환', 'T1 제휴포인트 전환취소'),
  }
}
