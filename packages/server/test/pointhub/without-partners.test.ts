import { expect, test } from 'vitest'
import { aMedia, useWorlds, type World } from './support/pointhub.ts'
import { aNonce, refusal } from './support/browser.ts'

const aWorld = useWorlds()
const missingSettings = ['POINTPAY_PARTNERS', 'POINTPAY_IDENTITY']
const aWorldWithout = (more = {}) => aWorld({ partners: null, missingSettings, ...more })

async function addTestMedia(world: World) {
  const { returnUrl } = world.merchant
  await world.media.add(aMedia({ code: 'trial' as never, mode: 'test', returnUrl }))
}

const openings = [
  ['a live media', '/pointhub/direct?a_code=shop&user_id=shopper01'],
  ['the older address', '/pointhub/direct.php?a_code=shop&user_id=shopper01'],
  ['a media that nobody knows', '/pointhub/direct?a_code=nobodys&user_id=shopper01'],
  ['no parameters at all', '/pointhub/direct'],
] as const

test.each(openings)('without partners, %s gets a page that names what is missing', async (_what, path) => {
  const world = await aWorldWithout()
  const answer = await world.browser().request(path)
  const page = await answer.text()
  expect(answer.status).toBe(404)
  expect(page).toContain('여기에는 포인트 전환 창이 없습니다')
  for (const name of missingSettings) expect(page).toContain(name)
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('without partners, the unverified mode gets the same page, though the media allows it', async () => {
  const world = await aWorldWithout({ shop: { unverifiedAllowed: true } })
  const form = {
    a_code: 'shop',
    user_id: 'shopper01',
    user_ci: 'ci',
    user_name: '홍길동',
    user_phone: '01012345678',
  }
  const answer = await world.browser().request('/pointhub/direct_ci', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  expect(answer.status).toBe(404)
  expect(await answer.text()).toContain('POINTPAY_PARTNERS')
})

test("the page tells a mall with PointPay's own popup that its button code is the wrong one", async () => {
  const world = await aWorldWithout({ shop: { popup: 'pointpay' } })
  const answer = await world.browser().request(openings[0][1])
  expect(await answer.text()).toContain('이 쇼핑몰은 PointPay 팝업을 씁니다')
})

test('without partners, no session of a live media begins', async () => {
  const world = await aWorldWithout()
  const wanted = { aCode: 'shop', userId: 'shopper01', nonce: aNonce() }
  const refused = await refusal(await world.browser().api('POST', '/sessions', wanted))
  expect([refused.status, refused.code]).toEqual([404, 'partners_missing'])
})

test('a session from before the partners were taken out of the settings yields no code, no balance and no conversion', async () => {
  const world = await aWorld()
  const identified = await (await world.browser().open()).identify()
  const unidentified = await world.browser().open({ userId: 'shopper02' })
  const { routes } = world.another({ partners: null, missingSettings })

  const later = Object.assign(identified, { browser: identified.browser.at(routes) })
  expect((await later.reload()).kinds).toEqual([])
  const tries = [
    await later.call('POST', '/balances'),
    await later.call('PUT', '/selection', { kind: 'KT', points: 1_000 }),
  ]
  const other = Object.assign(unidentified, { browser: unidentified.browser.at(routes) })
  const person = { name: '홍길동', phone: '010-1234-5678' }
  tries.push(await other.call('POST', '/identity', person))
  expect(tries.map(({ status }) => status)).toEqual([404, 422, 404])
})

test('what was under way when the partners were taken out waits for them, and goes on when they are back', async () => {
  const world = await aWorld()
  await world.pointhub.worker.stop()
  const shopper = await (await world.browser().open()).identify()
  await shopper.select('KT', 10_000)
  await world.browser().request('/pointhub/_sandbox', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'KT', step: 'capture', fault: 'before' }),
  })
  await shopper.press()
  const stateNow = async () => {
    const row = await world.store.db
      .selectFrom('pointhub_conversion')
      .select('state')
      .executeTakeFirstOrThrow()
    return row.state
  }
  expect(await stateNow()).toBe('recorded')

  world.clock.advance(31_000)
  const without = world.another({ partners: null, missingSettings })
  without.worker.start()
  await world.until(async () => world.log.some(({ event }) => event === 'provider.unavailable'))
  await without.worker.stop()
  expect(await stateNow()).toBe('recorded')

  await world.browser().request('/pointhub/_sandbox', { method: 'DELETE' })
  world.clock.advance(10 * 60_000)
  world.another().worker.start()
  await shopper.until('credited')
})

test('a media in test mode is served by played partners, and its session says so', async () => {
  const world = await aWorldWithout()
  await addTestMedia(world)
  const shopper = await (await world.browser().open({ aCode: 'trial' })).identify()
  expect(shopper.view).toMatchObject({ sandbox: true, test: true })
  expect(shopper.view.kinds).not.toEqual([])
})

test("a test conversion is not told to a merchant's own backend, which would credit it for real", async () => {
  const world = await aWorldWithout()
  await addTestMedia(world)
  const shopper = await (await world.browser().open({ aCode: 'trial' })).identify()
  await (await shopper.select('KT', 10_000)).convert()
  await shopper.until('credited')
  expect(world.merchant.received).toEqual([])
})

test('a session keeps its partners when its media changes its mode, and the next press gets the new ones', async () => {
  const world = await aWorld({ shop: { mode: 'test' } })
  const browser = world.browser()
  const before = await (await browser.open()).identify()
  await world.media.change('shop', { mode: 'live' })
  expect(await before.reload()).toMatchObject({ test: true })
  expect((await browser.open()).view).toMatchObject({ test: false, identity: { status: 'needed' } })
})

test('a page that is loaded anew after its media went live does not go on with the test', async () => {
  const world = await aWorld({ shop: { mode: 'test' } })
  const browser = world.browser()
  await (await browser.open({ nonce: undefined as never })).identify()
  await world.media.change('shop', { mode: 'live' })
  const again = await browser.open({ nonce: undefined as never })
  expect(again.view).toMatchObject({ test: false, identity: { status: 'needed' } })
})

test('the status address says of a test that it is one', async () => {
  const world = await aWorld({ shop: { mode: 'test' } })
  const nonce = aNonce()
  const shopper = await (await world.browser().open({ nonce })).identify()
  await (await shopper.select('KT', 10_000)).convert()
  await shopper.until('credited')
  const answer = await world.browser().request(`/pointhub/sessions/${nonce}`)
  expect(await answer.json()).toMatchObject({ status: 'credited', test: true })
})
