import {
  auditPageSchema,
  conversionDetailSchema,
  reviewItemSchema,
  type ReviewDecision,
  type TransactionNumber,
} from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { pointsOf } from '../pointhub/support/books.ts'
import { Browser } from '../pointhub/support/browser.ts'
import { answer, type Person, refusal } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const listSchema = z.object({ items: z.array(reviewItemSchema) })

const reviews = async (person: Person) => (await person.get('/reviews', listSchema)).items
const decide = (person: Person, id: string, decision: ReviewDecision['decision'], note = '고객과 통화함') =>
  person.send('POST', `/reviews/${encodeURIComponent(id)}`, { decision, note })

/** A credit that Cafe24 refuses, since the mall has no such member. */
async function aRefusedCredit(world: World) {
  const credit = await world.accept({ memberId: 'nosuchmember', amount: 3_000 })
  await world.until('the refusal', async () => {
    return (await world.credits.ledger.byId(credit.id))?.state === 'refused'
  })
  return credit
}

/** A conversion of our pointhub whose merchant never gave a proper answer. */
async function aGivenUpPostback(world: World): Promise<TransactionNumber> {
  const shopper = await (await new Browser(world.pointhub.routes).open({ aCode: 'other' })).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  const { rows } = await sql<{ transaction_number: TransactionNumber }>`
    update pointhub_conversion set state = 'review', delivered_at = null
    where session_id = ${shopper.id} returning transaction_number`.execute(world.db)
  const number = rows[0]!.transaction_number
  await sql`
    update pointhub_postback set state = 'review', given_up_at = ${world.clock.now()}, last_answer = '<html>500</html>'
    where transaction_number = ${number}`.execute(world.db)
  return number
}

test('what the books could not tell comes with where to look', async () => {
  const world = await aWorld()
  await aRefusedCredit(world)
  await sql`update credit_parts set state = 'review', last_code = 'named'`.execute(world.db)
  const [item] = await reviews(await world.operator())
  expect(item?.kind).toBe('credit-unknown')
  expect(item?.evidence.at(-1)).toMatch(/^같은 거래번호가 다른 문구로 적힌 기록이 .* 정해 주세요\.$/)
})

test('a credit whose answer was lost, beside a record that may be it, comes with that record', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.mall.faults(world.mallId, { rates: { error500Before: 1 } })
  await world.accept({ amount: 3_000 })
  await world.until('the lost answer', async () => (await world.credits.ledger.counts()).unknown === 1)
  await world.mall.give(world.mallId, 'shopper01', 3_000)
  await world.mall.faults(world.mallId, {})
  await world.until('the review', async () => (await reviews(operator)).length === 1)
  const [item] = await reviews(operator)
  expect(item).toMatchObject({ kind: 'credit-unknown', decisions: ['applied', 'not-applied', 'abandon'] })
  const at = item!.evidence.findIndex((line) => line.includes('담당자 확인이 필요함'))
  expect(item!.evidence[at + 1]).toMatch(/^· \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+3,000원 “관리자 조정”$/)
  expect(item!.evidence.at(-1)).toMatch(/^Cafe24 적립금 내역에 이 건일 수 있는 기록이 있어/)
})

test('what Cafe24 refused stands in the queue with what was tried, and goes out again after a decision', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const { transactionNumber } = await aRefusedCredit(world)
  const [item] = await reviews(operator)
  expect(item).toMatchObject({
    kind: 'credit-refused',
    mediaCode: 'shop',
    transactionNumber,
    memberId: 'nosuchmember',
    amount: 3_000,
    part: null,
    decisions: ['applied', 'retry', 'abandon'],
  })
  expect(item?.evidence.join('\n')).toMatch(
    /적립 요청을 받아 적어 둠[^]*Cafe24에 요청을 보냄[^]*Cafe24가 거절함/,
  )
  expect(item?.evidence.join('\n')).not.toMatch(/accepted|send|refused/)

  const detail = await answer(await decide(operator, item!.id, 'applied'), conversionDetailSchema)
  expect(detail).toMatchObject({ state: 'credited', transactionNumber })
  expect(detail.history.at(-1)).toMatchObject({ by: 'operator', reason: '고객과 통화함' })
  expect(await reviews(operator)).toEqual([])
  const { items } = await operator.get('/audit', auditPageSchema)
  expect(items[0]).toMatchObject({
    by: 'operator',
    action: 'review.decide',
    mediaCode: 'shop',
    subject: transactionNumber,
    outcome: 'credit-refused: applied (고객과 통화함)',
  })
})

test('a credit that is given up gives the points back', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.mall.faults(world.mallId, { rates: { tooMany: 1 } })
  const shopper = await (await new Browser(world.pointhub.routes).open({ userId: 'nosuchmember' })).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await world.mall.faults(world.mallId, {})
  await world.until('the review', async () => (await reviews(operator)).length === 1)
  const [item] = await reviews(operator)
  await decide(operator, item!.id, 'abandon')
  await shopper.until('cancelled')
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account: 52_340 })
})

test('a decision counts once: the second, and one that is not offered, change nothing', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await aRefusedCredit(world)
  const [item] = await reviews(operator)
  expect(await refusal(await decide(operator, item!.id, 'not-applied'))).toMatchObject({
    status: 409,
    code: 'conflict',
  })
  const answers = await Promise.all([
    decide(operator, item!.id, 'abandon'),
    decide(operator, item!.id, 'abandon'),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, expect.toBeOneOf([404, 409])])
  expect((await refusal(await decide(operator, item!.id, 'retry'))).status).toBe(404)
})

test('a manager sees what waits at its own media, and decides nothing', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const manager = await world.manager()
  await aRefusedCredit(world)
  await aGivenUpPostback(world)
  expect((await reviews(operator)).map(({ mediaCode }) => mediaCode).sort()).toEqual(['other', 'shop'])
  const seen = await reviews(manager)
  expect(seen.map(({ mediaCode }) => mediaCode)).toEqual(['shop'])
  expect((await refusal(await decide(manager, seen[0]!.id, 'abandon'))).code).toBe('forbidden')
})

test.each([
  ['applied', 'delivered', 47_340],
  ['abandon', 'failed', 52_340],
  ['retry', 'delivered', 47_340],
] as const)('a postback that was given up is decided: %s ends as %s', async (decision, state, account) => {
  const world = await aWorld()
  const operator = await world.operator()
  const number = await aGivenUpPostback(world)
  const [item] = await reviews(operator)
  expect(item).toMatchObject({ kind: 'postback-given-up', transactionNumber: number, amount: 5_000 })
  expect(item?.evidence.join('\n')).toContain('<html>500</html>')
  expect((await decide(operator, item!.id, decision)).status).toBe(200)
  await world.until(state, async () => {
    const detail = await operator.get(`/conversions/other/${number}`, conversionDetailSchema)
    return detail.state === state
  })
  expect(await pointsOf(world.db, 'KT')).toMatchObject({ account })
  expect(await reviews(operator)).toEqual([])
})

test('an id that is none is not found', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  for (const id of ['1', 'part:1', 'part:abc', 'postback:shop:ME1', "part:1'; --", '가'])
    expect([id, (await refusal(await decide(operator, id, 'retry'))).status]).toEqual([id, 404])
})
