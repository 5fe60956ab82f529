import {
  auditPageSchema,
  conversionDetailSchema,
  type ReviewDecision,
  reviewKinds,
  reviewPageSchema,
  type TransactionNumber,
} from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { pointsOf } from '../pointhub/support/books.ts'
import { Browser } from '../pointhub/support/browser.ts'
import { answer, type Person, refusal } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()

const page = (person: Person, query: Record<string, string> = {}) =>
  person.get(`/reviews?${new URLSearchParams(query)}`, reviewPageSchema)
const reviews = async (person: Person) => (await page(person)).items
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

/** 1,200 parts of the ledger and 60 postbacks that wait, many of them since the same instant. Gives their ids. */
async function aLongQueue(world: World): Promise<string[]> {
  const { rows: parts } = await sql<{ id: string }>`
    with credit as (
      insert into credit_credits (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, state)
      select 'shop', 'ME' || n, 'ME' || n, ${world.mallId}, 1, 'shopper01', 1000, 'refused' from generate_series(1, 1200) n
      returning id
    )
    insert into credit_parts
      (credit_id, mall_id, shop_no, member_id, direction, number, parts, amount, tag, state, due_at, changed_at)
    select id, ${world.mallId}, 1, 'shopper01', case id % 4 when 0 then 'decrease' else 'increase' end, 1, 1, 1000,
      'ME' || id, case id % 3 when 0 then 'review' else 'refused' end, null,
      now() - (id % 100) * interval '1 hour' - (id % 7) * interval '1 microsecond'
    from credit returning 'part:' || id as id`.execute(world.db)
  await sql`
    insert into pointhub_session
      (id, browser, media_code, member_id, mode, touched_at, created_at, expires_at)
    values ('queue', 'browser', 'other', 'shopper01', 'verified', now(), now(), now())`.execute(world.db)
  const { rows: postbacks } = await sql<{ id: string }>`
    with conversion as (
      insert into pointhub_conversion (transaction_number, session_id, idempotency_key, media_code, member_id, kind, points,
        amount, state, started_at, converted_at, busy_until, error_code)
      select 'MP' || n, 'queue', 'key' || n, 'other', 'shopper01', 'KT', 1000, 1000, 'failed', now(), now(), now(), null
      from generate_series(1, 60) n returning transaction_number
    )
    insert into pointhub_postback (transaction_number, media_code, state, next_attempt_at, given_up_at)
    select transaction_number, 'other', 'review', now(), now() - (substr(transaction_number, 3)::int % 50) * interval '2 hours'
    from conversion returning 'postback:other:' || transaction_number as id`.execute(world.db)
  return [...parts, ...postbacks].map(({ id }) => id)
}

/** Every page to the last; `between` is done after each. */
async function walk(
  person: Person,
  query: Record<string, string> = {},
  between: (items: { id: string; since: string }[]) => Promise<void> = async () => {},
) {
  const seen: { id: string; since: string }[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { items, nextCursor }: { items: typeof seen; nextCursor: string | null } = await page(person, {
      ...query,
      cursor,
    })
    expect(items.length).toBeLessThanOrEqual(50)
    seen.push(...items)
    await between(items)
    cursor = nextCursor
  }
  return seen
}

test('a queue of 1,260 is reached to its end, longest waiting first and each once, while others are decided', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const waiting = new Set(await aLongQueue(world))
  const decided = new Set<string>()
  const decideOne = async (id: string | undefined) => {
    if (!id) return
    expect((await decide(operator, id, 'applied')).status).toBe(200)
    decided.add(id)
  }
  const seen = await walk(operator, {}, async (items) => {
    for (const { id } of items) waiting.delete(id)
    // One that was seen, and one that would have come later.
    await decideOne(items.find(({ id }) => id.startsWith('part:'))?.id)
    const later = [...waiting].filter((id) => id.startsWith('part:') && !decided.has(id))
    await decideOne(later[Math.floor(later.length / 2)])
  })
  const ids = seen.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect([...waiting].filter((id) => !decided.has(id))).toEqual([])
  expect(decided.size).toBeGreaterThan(40)
  const ages = seen.map(({ since }) => since)
  expect(ages).toEqual(ages.toSorted())
})

test('the queue is filtered by media and by kind, and no filter loses anything', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const all = await aLongQueue(world)
  const byKind = []
  for (const kind of reviewKinds) byKind.push(...(await walk(operator, { kind })))
  expect(byKind.map(({ id }) => id).toSorted()).toEqual(all.toSorted())
  const others = await walk(operator, { mediaCode: 'other' })
  expect(others.map(({ id }) => id).every((id) => id.startsWith('postback:other:'))).toBe(true)
  expect(others).toHaveLength(60)
  expect(await walk(operator, { mediaCode: 'other', kind: 'credit-refused' })).toEqual([])
})

test('a cursor that is none of ours is refused by name', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  for (const cursor of ['x', '2026-02-30T00:00:00.000000Z~1!', "2026-11-01T00:00:00.000000Z~1'!"]) {
    const response = await operator.request(`/reviews?${new URLSearchParams({ cursor })}`)
    expect(await refusal(response)).toMatchObject({ status: 400, field: 'cursor' })
  }
})

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
  const line = { by: 'operator', action: 'review.decide', mediaCode: 'shop', subject: transactionNumber }
  expect(items.slice(0, 2)).toMatchObject([
    { ...line, outcome: 'credit-refused: applied (고객과 통화함)' },
    { ...line, outcome: 'asked: credit-refused: applied (고객과 통화함)' },
  ])
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
