import { expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { verifyConversionToken } from '../../src/pointhub/conversion-token.ts'
import { aNonce, refusal, view } from './support/browser.ts'
import { pointsOf } from './support/books.ts'
import { formOf, hong, issueProofKey, openFrom, postForm, signed } from './support/merchant-backend.ts'
import { secrets, useWorlds } from './support/pointhub.ts'

const aWorld = useWorlds()

const aMallOfShops = () =>
  aWorld({
    shop: {
      kind: 'cafe24',
      mallId: 'mymall',
      shops: [aShop(1), aShop(2), aShop(3, { currency: 'USD' }), aShop(4, { active: false })],
    },
  })

test('a conversion begun in shop 2 is signed for shop 2', async () => {
  const world = await aMallOfShops()
  const shopper = await (await world.browser().open({ shopNo: 2 })).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await world.until(async () => world.merchant.received.length > 0)
  const claims = await verifyConversionToken(secrets, world.merchant.received[0]!.form.get('utc_code') ?? '')
  expect(claims).toMatchObject({ shopNo: 2, amount: 5_000 })
})

test.each([
  ['counts in USD', 3],
  ['is closed', 4],
  ['is not registered', 5],
])('a shop that %s opens no session, and no partner hears of it', async (_, shopNo) => {
  const world = await aMallOfShops()
  const browser = world.browser()
  await browser.request('/pointhub/direct?a_code=shop&user_id=shopper01')
  const answer = await browser.api('POST', '/sessions', { aCode: 'shop', userId: 'shopper01', shopNo })
  expect(answer.status).toBe(409)
  expect(await refusal(answer)).toMatchObject({ code: 'shop_not_served', field: 'shopNo' })
  expect(await pointsOf(world.store.db, 'KT')).toEqual({ account: 0, reserved: 0, captured: 0 })
})

test.each([0, -1, 1.5, '2', null])('%j is no shop number', async (shopNo) => {
  const world = await aMallOfShops()
  const browser = world.browser()
  await browser.request('/pointhub/direct?a_code=shop&user_id=shopper01')
  const answer = await browser.api('POST', '/sessions', { aCode: 'shop', userId: 'shopper01', shopNo })
  expect(await refusal(answer)).toMatchObject({ code: 'invalid_request', field: 'shopNo' })
})

test('a session of one shop is not resumed in another', async () => {
  const world = await aMallOfShops()
  const browser = world.browser()
  const press = { aCode: 'shop', userId: 'shopper01', nonce: aNonce() }
  const first = await browser.open(press)
  const open = async (shopNo: number) =>
    (await view(await browser.api('POST', '/sessions', { ...press, shopNo }))).id
  expect(await open(1)).toBe(first.id)
  const second = await open(2)
  expect(second).not.toBe(first.id)
  expect(await open(2)).toBe(second)
})

test('the unverified mode learns the shop when its page asks for the session', async () => {
  const world = await aWorld({
    shop: {
      kind: 'cafe24',
      mallId: 'mymall',
      unverifiedAllowed: true,
      shops: [aShop(1, { currency: 'USD' }), aShop(2)],
    },
  })
  const browser = world.browser()
  const addParam = signed(await issueProofKey(world), { person: hong })
  const answer = await postForm(browser, formOf(addParam))
  const nonce = aNonce()
  expect(await refusal(await openFrom(browser, answer, { nonce }))).toMatchObject({ code: 'shop_not_served' })
  const opened = await view(await openFrom(browser, answer, { nonce, shopNo: 2 }))
  expect(opened.identity.status).toBe('verified')
})

test('a merchant that credits by itself is asked for no shops', async () => {
  const world = await aWorld()
  const shopper = await world.browser().open({ shopNo: 7_000_000_000 })
  expect(shopper.view.open).toBe(true)
})
