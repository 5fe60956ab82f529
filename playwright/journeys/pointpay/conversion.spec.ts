import { randomBytes } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { logInToConsole, textToCopy } from '../console.ts'
import type { Mall } from '../mall.ts'
import { addMedia, consentAsOwner } from '../media.ts'
import { listenToPointPay, openPopup } from '../shopper.ts'
import { convertAtPointPay, expect, test } from './pointpay.ts'

/** What the widget adds where the page gives no add_param. */
const nonce = /^[A-Za-z0-9]{22,32}$/

test("a shopper converts in PointPay's popup, the mall's page hears it, and the 적립금 is credited exactly once", async ({
  page,
  mall,
  pointPay,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  const events = await listenToPointPay(page)
  const popup = await openPopup(page)
  const address = new URL(popup.url())
  expect(address.origin).toBe(pointPay.origin)
  expect(Object.fromEntries(address.searchParams)).toEqual({
    a_code: 'demo',
    user_id: member,
    add_param: expect.stringMatching(nonce),
  })

  await convertAtPointPay(popup, 12_345)
  const [posting] = await pointPay.postings(member)
  const transactionNumber = posting?.fields['rw_orderno'] ?? ''
  await expect.poll(events).toMatchObject([
    { name: 'converted', transactionNumber, points: 12_345, amount: 12_345 },
    { name: 'credited', transactionNumber, amount: 12_345 },
  ])
  await popup.getByRole('button', { name: '닫기' }).click()

  const movements = await mall.movements(member)
  expect(movements).toMatchObject([{ type: 'increase', amount: '12345.00' }])
  expect(movements[0]?.reason).toContain(transactionNumber)
  expect((await events()).map(({ name }) => name)).toEqual(['converted', 'credited'])
})

test("the mall's page hears it also where the shopper closes the popup at once", async ({ page, mall }) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  const events = await listenToPointPay(page)
  const popup = await openPopup(page)
  await convertAtPointPay(popup, 5_000)
  await popup.close()
  await expect.poll(events).toMatchObject([{ name: 'converted' }, { name: 'credited', amount: 5_000 }])
})

test('a conversion begun in shop 2 is credited in shop 2, and its page hears it', async ({
  page,
  mall,
  pointPay,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member, '/demomall/shop2/')
  const events = await listenToPointPay(page)
  await convertAtPointPay(await openPopup(page), 5_000)
  await expect.poll(events).toMatchObject([{ name: 'converted' }, { name: 'credited', amount: 5_000 }])
  expect((await pointPay.postings(member))[0]?.fields['utc_code']).toMatch(/^[0-9a-v]{32}-s2$/)
  expect(await mall.movements(member)).toMatchObject([{ type: 'increase', amount: '5000.00', shop_no: 2 }])
})

test('PointPay may post in EUC-KR, and a Korean member id arrives as it is', async ({
  page,
  mall,
  pointPay,
  browser,
}) => {
  const { code, returnUrl } = await aMedia(page, mall, browser)
  await pointPay.register(code, returnUrl, 'euc-kr')
  const member = await mall.aMember(`봄날${randomBytes(3).toString('hex')}`, code)
  await mall.logIn(page, member, `/${code}/`)
  const events = await listenToPointPay(page)
  await convertAtPointPay(await openPopup(page), 4_000)
  await expect.poll(events).toMatchObject([{ name: 'converted' }, { name: 'credited' }])
  expect((await pointPay.postings(member))[0]?.body).toContain('rw_user_id=%BA%BD%B3%AF')
  expect(await mall.movements(member, code)).toMatchObject([{ type: 'increase', amount: '4000.00' }])
})

test("a page's own add_param goes through untouched, and the page hears that the popup is closed", async ({
  page,
  mall,
  pointPay,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member, '/demomall/?addParam=order-7')
  const events = await listenToPointPay(page)
  const popup = await openPopup(page)
  await convertAtPointPay(popup, 6_000)
  await popup.close()
  await expect.poll(events).toMatchObject([{ name: 'close' }])
  expect((await pointPay.postings(member))[0]?.fields['utc_code']).toBe('order-7')
  await expect.poll(() => mall.movements(member)).toMatchObject([{ type: 'increase', amount: '6000.00' }])
})

test('where the media allows a separator, a page with its own add_param hears the result too', async ({
  page,
  mall,
  pointPay,
  browser,
}) => {
  const { code, member, returnUrl } = await aMedia(page, mall, browser, { separator: '~' })
  await pointPay.register(code, returnUrl)
  await mall.logIn(page, member, `/${code}/?addParam=order-8&separator=~`)
  const events = await listenToPointPay(page)
  await convertAtPointPay(await openPopup(page), 7_000)
  await expect.poll(events).toMatchObject([{ name: 'converted' }, { name: 'credited', amount: 7_000 }])
  const [own, sent] = (await pointPay.postings(member))[0]?.fields['utc_code']?.split('~') ?? []
  expect(own).toBe('order-8')
  expect(sent).toMatch(nonce)
})

test("the console's button code, pasted as it is, opens the real PointPay's address and hears the result", async ({
  page,
  mall,
  pointPay,
  browser,
  context,
}) => {
  const { code, member, returnUrl, snippet } = await aMedia(page, mall, browser)
  await pointPay.register(code, returnUrl)
  await mall.paste(code, snippet)
  // The simulated PointPay answers in the real one's name.
  await context.route('https://ssl.pointpay.im/**', async (route) => {
    const { pathname, search } = new URL(route.request().url())
    await route.fulfill({ response: await route.fetch({ url: `${pointPay.origin}${pathname}${search}` }) })
  })
  await mall.logIn(page, member, `/${code}/`)
  const events = await listenToPointPay(page)
  const popup = await openPopup(page)
  expect(popup.url()).toMatch(/^https:\/\/ssl\.pointpay\.im\/pointhub\/direct\?a_code=/)
  await convertAtPointPay(popup, 8_000)
  await expect.poll(events).toMatchObject([{ name: 'converted' }, { name: 'credited', amount: 8_000 }])
  expect(await mall.movements(member, code)).toMatchObject([{ type: 'increase', amount: '8000.00' }])
})

/** A consented media of a mall of its own, with one member. */
async function aMedia(page: Page, mall: Mall, browser: Browser, { separator }: { separator?: string } = {}) {
  const code = `pp${randomBytes(4).toString('hex')}`
  const member = await mall.open(code)
  await logInToConsole(page, 'operator')
  const installUrl = await addMedia(page, mall, code)
  await consentAsOwner(browser, installUrl)
  if (separator) await allowSeparator(page, separator)
  return {
    code,
    member,
    returnUrl: await textToCopy(page, '/solution/return/'),
    snippet: await textToCopy(page, 'pointpay.js'),
  }
}

async function allowSeparator(page: Page, separator: string): Promise<void> {
  const settings = page.locator('section').filter({ has: page.getByRole('heading', { name: '설정' }) })
  await settings.getByRole('button').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('결과를 받는 구분 문자').fill(separator)
  await dialog.getByRole('button', { name: '저장' }).click()
  await expect(page.getByText('버튼 코드가 바뀌었습니다.')).toBeVisible()
}
