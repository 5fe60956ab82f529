import type { Page } from '@playwright/test'
import { expect, ourButton, press, test } from './mall.ts'
import { conversion, credit, nonceOf, POINTPAY, POINTPAY_POPUP, SCRIPT } from './pointpay.ts'
import { beMember, MALL, openSkin, recordEvents, scriptTag } from './skin.ts'

/** The tag of a mall whose popup is PointPay's own, with our server's script. */
const tag = (attributes = '') => scriptTag(`data-origin="${POINTPAY_POPUP}" ${attributes}`)

const names = (told: { name: string }[]) => told.map(({ name }) => name)
const addParam = (popup: Page) => new URL(popup.url()).searchParams.get('add_param')

async function openedPopup(page: Page, attributes = '', headers: Record<string, string> = {}) {
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  await openSkin(page, { scripts: tag(attributes), headers })
  return { told, popup: await press(page) }
}

test('the address is the guide’s, with the nonce as add_param and nothing else', async ({
  page,
  pointpay,
}) => {
  const { popup } = await openedPopup(page)
  const nonce = nonceOf(popup)
  expect(nonce).toMatch(/^[A-Za-z0-9]{22,32}$/)
  expect(popup.url()).toBe(
    `${POINTPAY_POPUP}/pointhub/direct?a_code=DEMO&user_id=shopper1&add_param=${nonce}#n=${nonce}`,
  )
  await expect.poll(() => pointpay.requests).toContain(`/solution/presses/${nonce}`)
  // PointPay's own host is asked for the popup alone.
  expect(pointpay.ownPopupRequests.map((url) => new URL(url).pathname)).toEqual(['/pointhub/direct'])
})

test('put in by Cafe24’s script tag API, the address names the popup and the separator', async ({ page }) => {
  await beMember(page, 'shopper1')
  const query = new URLSearchParams({ a_code: 'API', origin: POINTPAY_POPUP, separator: '~' })
  await openSkin(page, { scripts: `<script src="${SCRIPT}?${query}" data-add-param="order"></script>` })
  const popup = await press(page)
  expect(new URL(popup.url()).origin).toBe(POINTPAY_POPUP)
  expect(new URL(popup.url()).searchParams.get('a_code')).toBe('API')
  expect(addParam(popup)).toMatch(/^order~[A-Za-z0-9]{22,32}$/)
})

test('conversion and credit are heard while the popup is still open', async ({ page, pointpay }) => {
  const { told, popup } = await openedPopup(page)
  pointpay.presses.set(addParam(popup)!, { status: 'converted', ...conversion })
  await expect.poll(told).toEqual([
    { name: 'open', detail: { mode: 'popup' } },
    { name: 'converted', detail: conversion },
  ])
  pointpay.presses.set(addParam(popup)!, { status: 'credited', ...conversion })
  await expect.poll(async () => (await told()).slice(2)).toEqual([{ name: 'credited', detail: credit }])
  expect(popup.isClosed()).toBe(false)
})

test('a RETURN URL call that comes after the popup was closed is heard', async ({ page, pointpay }) => {
  const { told, popup } = await openedPopup(page)
  const nonce = addParam(popup)!
  await popup.close()
  await expect.poll(() => pointpay.requests).toContain(`/solution/presses/${nonce}`)
  expect(names(await told())).toEqual(['open'])
  pointpay.presses.set(nonce, { status: 'credited', ...conversion })
  await expect.poll(async () => names(await told())).toEqual(['open', 'converted', 'credited'])
})

test('a conversion of a media in test mode says so', async ({ page, pointpay }) => {
  const { told, popup } = await openedPopup(page)
  pointpay.presses.set(addParam(popup)!, { status: 'credited', ...conversion, test: true })
  await expect
    .poll(async () => (await told()).slice(1))
    .toEqual([
      { name: 'converted', detail: { ...conversion, test: true } },
      { name: 'credited', detail: { ...credit, test: true } },
    ])
})

test('the page’s own add_param goes through untouched: nothing is asked, and closing is a close', async ({
  page,
  pointpay,
}) => {
  const { told, popup } = await openedPopup(page, 'data-add-param="order=1&amp;한글"')
  expect(addParam(popup)).toBe('order=1&한글')
  await popup.close()
  await expect.poll(told, { timeout: 3000 }).toEqual([
    { name: 'open', detail: { mode: 'popup' } },
    { name: 'close', detail: {} },
  ])
  expect(pointpay.requests.filter((path) => path.startsWith('/solution/'))).toEqual([])
})

test('with a separator the nonce goes behind it, and the result is heard', async ({ page, pointpay }) => {
  const { told, popup } = await openedPopup(page, 'data-add-param="order=1" data-separator="~"')
  const [own, nonce] = addParam(popup)!.split('~')
  expect([own, nonce]).toEqual(['order=1', nonceOf(popup)])
  pointpay.presses.set(nonce!, { status: 'credited', ...conversion })
  await expect.poll(async () => names(await told())).toEqual(['open', 'converted', 'credited'])
})

test('with status off the address is the guide’s alone: nothing is asked, and closing is a close', async ({
  page,
  pointpay,
}) => {
  const { told, popup } = await openedPopup(page, 'data-status="off"')
  expect(addParam(popup)).toBeNull()
  await popup.close()
  await expect.poll(async () => names(await told()), { timeout: 3000 }).toEqual(['open', 'close'])
  expect(pointpay.requests.filter((path) => path.startsWith('/solution/'))).toEqual([])
})

for (const whose of ['mall', 'popup'] as const) {
  test(`under COOP on the ${whose}’s page, where an open popup reads as closed, the result is heard all the same`, async ({
    page,
    pointpay,
  }) => {
    const coop = { 'cross-origin-opener-policy': 'same-origin' }
    if (whose === 'popup') pointpay.popupCoop = coop['cross-origin-opener-policy']
    const { told, popup } = await openedPopup(page, '', whose === 'mall' ? coop : {})
    expect(await popup.evaluate(() => opener as unknown)).toBeNull()
    const nonce = addParam(popup)!
    await expect.poll(() => pointpay.requests).toContain(`/solution/presses/${nonce}`)
    expect(names(await told())).toEqual(['open'])
    pointpay.presses.set(nonce, { status: 'credited', ...conversion })
    await expect.poll(async () => names(await told())).toEqual(['open', 'converted', 'credited'])
  })
}

test('a link that the shopper presses where the popup was blocked leads to the same: the result is heard', async ({
  page,
  pointpay,
}) => {
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  await openSkin(page, { scripts: tag(), head: '<script>window.open = function () { return null }</script>' })
  await ourButton(page).click()
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: '새 창에서 계속하기' }).click()
  const popup = await opened
  await popup.waitForURL(/add_param=/)
  pointpay.presses.set(addParam(popup)!, { status: 'credited', ...conversion })
  await expect.poll(async () => names(await told())).toEqual(['error', 'open', 'converted', 'credited'])
})

test('the shopper who comes back to the page in this tab learns the result', async ({ page, pointpay }) => {
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  await openSkin(page, { scripts: tag('data-mode="same-tab"') })
  await ourButton(page).click()
  await page.waitForURL(/\/pointhub\/direct/)
  pointpay.presses.set(addParam(page)!, { status: 'credited', ...conversion })
  await page.goto(`${MALL}/`)
  await expect.poll(async () => names(await told())).toEqual(['converted', 'credited'])
})

test('our own popup is as before where the tag names the script’s own host', async ({ page, pointpay }) => {
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  await openSkin(page, { scripts: scriptTag(`data-origin="${POINTPAY}/"`) })
  const popup = await press(page)
  expect(popup.url()).toBe(`${POINTPAY}/pointhub/direct?a_code=DEMO&user_id=shopper1#n=${nonceOf(popup)}`)
  pointpay.status = { status: 'cancelled' }
  await popup.close()
  await expect.poll(async () => names(await told())).toEqual(['open', 'cancel'])
  expect(pointpay.requests.filter((path) => path.startsWith('/solution/'))).toEqual([])
})
