import { expect, test } from 'vitest'
import { aNonce, refusal, view } from './support/browser.ts'
import { pointsOf } from './support/books.ts'
import { aMedia, useWorlds, type World } from './support/pointhub.ts'

const aWorld = useWorlds()

/** Makes one step of KT slow or failing. */
const control = (world: World, given: { step: string; delayMs?: number; fault?: string | null }) =>
  world.browser().request('/pointhub/_sandbox', {
    method: 'PUT',
    body: JSON.stringify({ kind: 'KT', ...given }),
  })

test('a reload finds the running session, a new press a new one', async () => {
  const world = await aWorld()
  const browser = world.browser()
  const nonce = aNonce()
  const first = await (await browser.open({ nonce })).identify()
  const again = await browser.api('POST', '/sessions', { aCode: 'shop', userId: 'shopper01', nonce })
  expect(again.status).toBe(200)
  expect(await view(again)).toEqual(first.view)
  const other = await browser.api('POST', '/sessions', {
    aCode: 'shop',
    userId: 'shopper01',
    nonce: aNonce(),
  })
  expect(other.status).toBe(201)
  expect((await view(other)).id).not.toBe(first.id)
})

test('without a nonce, a reload before the end resumes, and a press after it begins anew', async () => {
  const world = await aWorld()
  const browser = world.browser()
  const press = { aCode: 'shop', userId: 'shopper01' }
  const open = async () => view(await browser.api('POST', '/sessions', press))
  const { id } = await open()
  expect((await open()).id).toBe(id)
  const shopper = await (await browser.open({ nonce: undefined as never })).identify()
  expect(shopper.id).toBe(id)
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  expect((await open()).id).not.toBe(id)
})

test('without a nonce, a press with another parameter of the merchant is another session, and each echoes its own', async () => {
  const world = await aWorld()
  const browser = world.browser()
  const open = (addParam?: string) =>
    browser.open({ nonce: undefined as never, ...(addParam && { addParam }) })
  const left = await open('order-1')
  const shopper = await (await open('order-2')).identify()
  expect(shopper.id).not.toBe(left.id)
  expect((await open('order-2')).id).toBe(shopper.id)
  expect([left.id, shopper.id]).not.toContain((await open()).id)
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  expect(world.merchant.received[0]?.form.get('utc_code')).toBe('order-2')
})

test('who left before converting is told when, and that nothing moved', async () => {
  const world = await aWorld()
  const browser = world.browser()
  const left = await (await browser.open()).identify()
  await left.call('DELETE', '')
  world.clock.advance(60_000)
  const next = await browser.open()
  expect(next.view.leftBefore).toEqual({ at: '2026-11-24T03:00:00.000Z' })
  expect((await (await world.browser().open()).reload()).leftBefore).toBeNull()
  expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 52_340, reserved: 0, captured: 0 })
})

test('a session belongs to its browser', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const stranger = world.browser()
  await stranger.request('/pointhub/direct?a_code=shop&user_id=shopper01')
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/events'],
    ['POST', '/balances'],
    ['POST', '/identity'],
    ['POST', '/identity/confirm'],
    ['PUT', '/selection'],
    ['POST', '/conversions'],
  ] as const)
    expect((await refusal(await stranger.api(method, `/sessions/${shopper.id}${path}`))).code).toBe(
      'session_unknown',
    )
})

test('a double press converts once, whether it repeats its key or not', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 5_000)
  const answers = await Promise.all([
    shopper.press('one-and-the-same'),
    shopper.press('one-and-the-same'),
    shopper.press('one-and-the-same'),
    shopper.press(),
    shopper.press(),
  ])
  const statuses = answers.map(({ status }) => status).toSorted()
  expect(statuses.filter((status) => status === 201)).toHaveLength(1)
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ account: 47_340 })
  await shopper.until('credited')
  expect(world.merchant.received).toHaveLength(1)
})

test('the same key again is the same conversion; with another amount it is refused', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 5_000)).convert('my-key-1')
  const { transactionNumber } = shopper.view.conversion ?? {}
  const again = await shopper.press('my-key-1')
  expect(again.status).toBe(200)
  expect((await view(again)).conversion?.transactionNumber).toBe(transactionNumber)
  const other = { kind: 'KT', points: 6_000, amount: 6_000, agreed: ['service', 'third-party'] }
  const answer = await shopper.call('POST', '/conversions', other, { 'idempotency-key': 'my-key-1' })
  expect(await refusal(answer)).toMatchObject({ code: 'invalid_request', field: 'Idempotency-Key' })
})

test.each([
  ['KT', 99, 'amount_below_minimum'],
  ['OKCASHBAG', 1_005, 'amount_not_in_unit'],
  ['KT', 200_001, 'amount_above_maximum'],
  ['KT', 52_341, 'balance_insufficient'],
  ['NOBODY', 1_000, 'kind_unknown'],
] as const)('%s %i is refused as %s', async (kind, points, code) => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  expect(await refusal(await shopper.call('PUT', '/selection', { kind, points }))).toMatchObject({ code })
  expect((await shopper.reload()).selection).toBeNull()
})

test.each([
  ['a negative amount', { kind: 'KT', points: -1 }],
  ['a fraction', { kind: 'KT', points: 1.5 }],
  ['a text', { kind: 'KT', points: '1000' }],
  ['a number beyond all bounds', { kind: 'KT', points: 1e300 }],
  ['no kind', { points: 1_000 }],
  ['no JSON', '{'],
])('%s is an invalid request', async (_name, body) => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  const answer = await refusal(await shopper.call('PUT', '/selection', body))
  expect(answer).toMatchObject({ code: 'invalid_request', status: 400 })
})

test('the mall’s cap for one call bounds what may be chosen', async () => {
  const world = await aWorld({ shop: { capPerCall: 9_000 as never } })
  const shopper = await (await world.browser().open()).identify()
  const maxima = Object.fromEntries(shopper.view.kinds.map(({ code, maximum }) => [code, maximum]))
  expect(maxima).toEqual({ KT: 9_000, OKCASHBAG: 10_000, LPOINT: 9_000 })
})

test('the day’s rest bounds what may be chosen, and the partner refuses what another window left over', async () => {
  const world = await aWorld()
  const rich = async () => (await world.browser().open()).identify('김부자', '010-7777-7777')
  const first = await rich()
  await world.store.db.updateTable('sandbox_account').set({ balance: 1_000_000 }).execute()
  const second = await rich()
  await (await second.select('LPOINT', 50_000)).convert()
  await first.call('POST', '/balances')
  expect((await first.reload()).kinds.find(({ code }) => code === 'LPOINT')?.maximum).toBe(0)
})

test('a selection that was overtaken by another window’s conversion is refused by the partner, and nothing moved', async () => {
  const world = await aWorld()
  const same = async () => (await world.browser().open()).identify('김여정', '010-8888-8888')
  const [first, second] = [await same(), await same()]
  await second.select('KT', 50_000)
  await (await first.select('KT', 50_000)).convert()
  expect(await refusal(await second.press())).toMatchObject({ code: 'balance_insufficient', status: 422 })
  expect((await second.reload()).conversion).toMatchObject({ state: 'failed', convertedAt: null })
  expect(world.merchant.received.length).toBeLessThan(2)
  await second.select('KT', 2_000)
  await second.convert()
  expect(second.view.conversion?.state).toMatch(/convert|credited/)
})

test('what was not seen is not converted: another amount, missing terms, no selection, no identity', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open()
  const wanted = { kind: 'KT', points: 5_000, amount: 5_000, agreed: ['service', 'third-party'] }
  const press = async (body: object) =>
    refusal(await shopper.call('POST', '/conversions', body, { 'idempotency-key': crypto.randomUUID() }))
  expect(await refusal(await shopper.call('PUT', '/selection', wanted))).toMatchObject({
    code: 'identity_needed',
  })
  expect((await press(wanted)).code).toBe('identity_needed')
  expect((await refusal(await shopper.call('POST', '/balances'))).code).toBe('identity_needed')
  expect((await refusal(await shopper.call('POST', '/identity/confirm', { code: '000000' }))).code).toBe(
    'identity_needed',
  )
  await shopper.identify()
  expect((await press(wanted)).code).toBe('selection_needed')
  await shopper.select('KT', 5_000)
  expect((await press({ ...wanted, amount: 50_000 })).code).toBe('selection_needed')
  expect(await press({ ...wanted, agreed: ['service'] })).toMatchObject({
    code: 'terms_needed',
    details: { missing: 'third-party' },
  })
  expect(await pointsOf(world.store.db, 'KT')).toMatchObject({ account: 52_340 })
})

test('after the conversion nothing can be chosen any more', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await (await shopper.select('KT', 5_000)).convert()
  const answer = await shopper.call('PUT', '/selection', { kind: 'KT', points: 1_000 })
  expect((await refusal(answer)).code).toBe('already_converted')
  expect((await refusal(await shopper.press())).code).toBe('already_converted')
})

test('a session ends after 30 minutes, and says so', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 5_000)
  world.clock.advance(30 * 60_000)
  expect((await shopper.reload()).open).toBe(false)
  expect(await refusal(await shopper.press())).toMatchObject({ code: 'session_expired', status: 410 })
})

test('a partner that does not answer at once leaves the other kinds to choose from', async () => {
  const world = await aWorld()
  await control(world, { step: 'balances', delayMs: 60_000 })
  const shopper = await (await world.browser().open()).identify()
  expect(shopper.view.kinds.map(({ code, available }) => [code, available])).toEqual([
    ['KT', false],
    ['OKCASHBAG', true],
    ['LPOINT', true],
  ])
  const answer = await shopper.call('PUT', '/selection', { kind: 'KT', points: 1_000 })
  expect((await refusal(answer)).code).toBe('kind_unknown')
  await world.browser().request('/pointhub/_sandbox', { method: 'DELETE' })
  expect((await view(await shopper.call('POST', '/balances'))).kinds[0]).toMatchObject({
    available: true,
    balance: 52_340,
  })
})

test.each(['before', 'after'])(
  'a partner whose answer to the reservation is lost (%s) takes nothing in the end',
  async (fault) => {
    const world = await aWorld()
    const shopper = await (await world.browser().open()).identify()
    await shopper.select('KT', 5_000)
    await control(world, { step: 'reserve', fault })
    expect(await refusal(await shopper.press())).toMatchObject({ code: 'provider_unavailable', status: 503 })
    await shopper.until('failed')
    expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 52_340, reserved: 0, captured: 0 })
    expect(world.merchant.received).toHaveLength(0)
  },
)

test('a partner whose answer to the capture is lost is asked again, and the points are taken once', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 5_000)
  await control(world, { step: 'capture', fault: 'after' })
  await shopper.convert()
  expect(shopper.view.conversion?.state).toBe('converting')
  await control(world, { step: 'capture', fault: null })
  world.clock.advance(10_000)
  await shopper.until('credited')
  expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 47_340, reserved: 0, captured: 5_000 })
})

test('a partner that will not take a reservation back is asked until it does', async () => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 5_000)
  await control(world, { step: 'release', fault: 'refuse' })
  await control(world, { step: 'reserve', fault: 'after' })
  expect((await refusal(await shopper.press())).code).toBe('provider_unavailable')
  await world.until(async () => world.log.filter(({ event }) => event === 'provider.unavailable').length > 1)
  expect((await shopper.reload()).conversion?.state).toBe('converting')
  await world.browser().request('/pointhub/_sandbox', { method: 'DELETE' })
  world.clock.advance(60_000)
  await shopper.until('failed')
  expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 52_340, reserved: 0, captured: 0 })
})

test.each(['reserve', 'capture'])('a partner that refuses the %s takes nothing', async (step) => {
  const world = await aWorld()
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 5_000)
  await control(world, { step, fault: 'refuse' })
  expect(await refusal(await shopper.press())).toMatchObject({ code: 'provider_refused', status: 409 })
  expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 52_340, reserved: 0, captured: 0 })
  expect(world.merchant.received).toHaveLength(0)
})

test('the way back is kept only on a registered origin', async () => {
  const world = await aWorld()
  const open = async (returnTo: string) => (await world.browser().open({ returnTo })).view.returnTo
  expect(await open('https://shop.test/order/basket.html?x=1')).toBe(
    'https://shop.test/order/basket.html?x=1',
  )
  expect(await open('https://evil.test/')).toBeNull()
  expect(await open('https://shop.test.evil.test/')).toBeNull()
})

test('messages follow the browser’s language', async () => {
  const world = await aWorld()
  const browser = world.browser()
  browser.language = 'en-US,en;q=0.9'
  const shopper = await (await browser.open()).identify()
  expect(shopper.view.kinds[0]?.name).toBe('KT Membership points')
  expect((await refusal(await shopper.press())).message).toMatch(/Your points are untouched/)
})

const anOpening = { aCode: 'shop', userId: 'shopper01' }

test.each([
  ['another site’s origin', { origin: 'https://evil.test' }, 'Origin'],
  ['no origin at all', { origin: '' }, 'Origin'],
  ['a form’s content type', { 'content-type': 'text/plain' }, 'Content-Type'],
])('a changing call with %s is refused', async (_name, headers, field) => {
  const world = await aWorld()
  const answer = await world.browser().api('POST', '/sessions', anOpening, headers)
  expect(await refusal(answer)).toMatchObject({ code: 'invalid_request', field })
})

test('an unknown media, and a megabyte, are refused', async () => {
  const world = await aWorld()
  const open = async (body: object) => refusal(await world.browser().api('POST', '/sessions', body))
  expect(await open({ ...anOpening, aCode: 'nobody' })).toMatchObject({ code: 'media_unknown', status: 404 })
  expect(await open({ ...anOpening, addParam: 'x'.repeat(1_000_000) })).toMatchObject({
    code: 'body_too_large',
    status: 413,
  })
})

test('a browser and an address that call too often are held up for a minute', async () => {
  const world = await aWorld({ limits: { calls: { browser: 3, network: 5 } } })
  const browser = world.browser()
  const get = async () => browser.api('GET', '/sessions/none')
  await browser.request('/pointhub/direct?a_code=shop&user_id=shopper01')
  for (let call = 0; call < 3; call += 1) expect((await get()).status).toBe(404)
  const held = await get()
  expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await refusal(held)).code).toBe('too_many_requests')
  await world.browser().api('GET', '/sessions/none')
  expect((await world.browser().api('GET', '/sessions/none')).status).toBe(429)
  world.clock.advance(60_000)
  expect((await get()).status).toBe(404)
})

test('a browser begins thirty sessions in ten minutes; a reload of one is none', async () => {
  const world = await aWorld()
  const browser = world.browser()
  const nonce = aNonce()
  const begin = async (press: object) =>
    (await browser.api('POST', '/sessions', { ...anOpening, ...press })).status
  const begun: number[] = []
  for (let session = 0; session < 29; session += 1) begun.push(await begin({ nonce: aNonce() }))
  expect(new Set(begun)).toEqual(new Set([201]))
  expect(await begin({ nonce })).toBe(201)
  expect(await begin({ nonce })).toBe(200)
  const refused = await browser.api('POST', '/sessions', { ...anOpening, nonce: aNonce() })
  expect(refused.headers.get('retry-after')).toBe('600')
  expect(await refusal(refused)).toMatchObject({
    code: 'too_many_requests',
    status: 429,
    message: expect.stringContaining('10분 뒤에'),
  })
  expect(await begin({ nonce })).toBe(200)
  world.clock.advance(10 * 60_000)
  expect(await begin({ nonce: aNonce() })).toBe(201)
})

test('a network, a media and the service begin sessions up to a number each, and what one may not do counts for no other', async () => {
  const world = await aWorld({ limits: { sessions: { network: 2, media: 4, service: 6 } } })
  await world.media.add(aMedia({ code: 'other' as never }))
  const begin = async (address: string, aCode: string) =>
    (await world.browser(address).api('POST', '/sessions', { ...anOpening, aCode })).status
  const statuses: number[] = []
  for (const [address, aCode] of [
    ['2001:db8:0:1::1', 'shop'],
    ['2001:db8:0:1::2', 'shop'],
    ['2001:db8:0:1::3', 'shop'],
    ['203.0.113.1', 'shop'],
    ['203.0.113.2', 'shop'],
    ['203.0.113.3', 'shop'],
    ['203.0.113.4', 'other'],
    ['203.0.113.5', 'other'],
    ['203.0.113.6', 'other'],
  ] as const)
    statuses.push(await begin(address, aCode))
  expect(statuses).toEqual([201, 201, 429, 201, 201, 429, 201, 201, 429])
})

test('what goes wrong inside is told without its insides', async () => {
  const world = await aWorld({
    isReady: () => Promise.reject(new Error('a secret inside')),
  })
  const answer = await refusal(await world.browser().api('POST', '/sessions', anOpening))
  expect(answer).toMatchObject({ code: 'internal', status: 500 })
  expect(answer.message).not.toContain('secret')
  expect(world.log.map(({ event }) => event)).toContain('pointhub.failed')
})
