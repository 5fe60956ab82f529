import type { Page } from '@playwright/test'
import { expect, logIn, ourButton, press, test } from './mall.ts'
import { conversion, credit, nonceOf, say } from './pointpay.ts'
import { beMember, MALL, openSkin, recordEvents } from './skin.ts'

const names = (told: { name: string }[]) => told.map(({ name }) => name)

async function openedPopup(page: Page) {
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  await openSkin(page)
  return { told, popup: await press(page) }
}

test('the page is told of the press’s whole way, with what the popup said', async ({ page }) => {
  const { told, popup } = await openedPopup(page)
  await say(popup, 'ready')
  await say(popup, 'converted', conversion)
  await say(popup, 'credited', credit)
  await expect.poll(told).toEqual([
    { name: 'open', detail: { mode: 'popup' } },
    { name: 'converted', detail: conversion },
    { name: 'credited', detail: credit },
  ])
})

test('a page that shows the 적립금 can show the new one as soon as it is credited', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page, {
    body: `<p>보유 적립금 <b id="credit">1,000원</b></p><pointpay-button></pointpay-button>
      <script>addEventListener('pointpay:credited', function (event) {
        document.getElementById('credit').textContent = (1000 + event.detail.amount).toLocaleString('ko-KR') + '원'
      })</script>`,
  })
  const popup = await press(page)
  await say(popup, 'converted', conversion)
  await say(popup, 'credited', credit)
  await expect(page.locator('#credit')).toHaveText('13,345원')
})

test('open() resolves with how the press ended', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page)
  await expect(ourButton(page)).toBeVisible()
  const opened = page.waitForEvent('popup')
  const outcome = page.evaluate(() =>
    (window as unknown as { PointPay: { open(): Promise<unknown> } }).PointPay.open(),
  )
  const popup = await opened
  await popup.waitForLoadState()
  await say(popup, 'converted', conversion)
  await say(popup, 'credited', credit)
  expect(await outcome).toEqual({ kind: 'credited', ...credit })
})

test('what another origin, another window, another press or a malformed message says is not taken', async ({
  page,
}) => {
  const { told, popup } = await openedPopup(page)
  const forged = { pointpay: 1, nonce: nonceOf(popup), type: 'credited', ...credit }
  // The mall's own page, and a frame of it: another origin, another window.
  await page.evaluate((message) => postMessage(message, '*'), forged)
  await page.route('https://evil.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>evil</title>' }),
  )
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.src = 'https://evil.test/'
    document.body.append(frame)
    return new Promise((resolve) => frame.addEventListener('load', resolve))
  })
  await page
    .frame({ url: 'https://evil.test/' })!
    .evaluate((message) => parent.postMessage(message, '*'), forged)
  // The right origin in another window.
  const other = page.waitForEvent('popup')
  await page.evaluate((url) => void window.open(url, 'other'), popup.url())
  const otherWindow = await other
  await otherWindow.waitForLoadState()
  await say(otherWindow, 'credited', { ...credit, nonce: nonceOf(popup) })
  // The right window with another press's nonce, and with what is no amount.
  await say(popup, 'credited', { ...credit, nonce: 'AAAAAAAAAAAAAAAAAAAAAA' })
  await say(popup, 'credited', { ...credit, amount: '12345' })
  await say(popup, 'error', { code: 'identity_locked', message: '잠시 뒤에 다시 해 주세요.' })
  await expect.poll(told).toEqual([
    { name: 'open', detail: { mode: 'popup' } },
    { name: 'error', detail: { code: 'identity_locked', message: '잠시 뒤에 다시 해 주세요.' } },
  ])
})

test('a popup that went through other pages, as identity checks do, is still heard', async ({ page }) => {
  const { told, popup } = await openedPopup(page)
  const nonce = nonceOf(popup)
  const address = popup.url()
  await popup.route('https://identity.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>본인확인</title>' }),
  )
  for (const next of ['https://identity.test/', address]) {
    const arrived = popup.waitForEvent('load')
    await popup.evaluate((url) => location.assign(url), next)
    await arrived
  }
  await say(popup, 'cancelled', { nonce })
  await expect.poll(async () => names(await told())).toEqual(['open', 'cancel'])
})

test('a popup closed while points are on their way is asked about until it is credited', async ({
  page,
  pointpay,
}) => {
  const { told, popup } = await openedPopup(page)
  pointpay.status = { status: 'converting' }
  await popup.close()
  await expect.poll(() => pointpay.statusRequests).toBeGreaterThan(0)
  expect(names(await told())).toEqual(['open'])
  pointpay.status = { status: 'credited', ...conversion }
  await expect.poll(async () => names(await told())).toEqual(['open', 'converted', 'credited'])
})

test('a popup that was closed and of which nobody knows is a close after some seconds, never a failure', async ({
  page,
}) => {
  const { told, popup } = await openedPopup(page)
  await popup.close()
  await expect.poll(async () => names(await told())).toEqual(['open', 'close'])
})

for (const [whose, policy] of [
  ['mall', 'same-origin'],
  ['popup', 'same-origin'],
  ['popup', 'same-origin-allow-popups'],
] as const) {
  test(`under COOP ${policy} on the ${whose}’s page, where an open popup reads as closed, the status address decides`, async ({
    page,
    pointpay,
    simulator,
  }) => {
    const told = await recordEvents(page)
    pointpay.status = { status: 'open' }
    if (whose === 'popup') pointpay.popupCoop = policy
    await logIn(page, simulator, whose === 'mall' ? '/demomall/?coop=1' : '/demomall/')
    await expect(page.locator('pointpay-button')).toHaveAttribute('data-member', 'member')
    const popup = await press(page)
    expect(await popup.evaluate(() => opener as unknown)).toBeNull()
    // It reads as closed from the first moment; the popup is there, and the press goes on.
    await expect.poll(() => pointpay.statusRequests).toBeGreaterThan(1)
    expect(names(await told())).toEqual(['open'])
    expect(popup.isClosed()).toBe(false)
    pointpay.status = { status: 'converted', ...conversion }
    await expect.poll(async () => names(await told())).toEqual(['open', 'converted'])
    pointpay.status = { status: 'credited', ...conversion }
    await expect.poll(async () => names(await told())).toEqual(['open', 'converted', 'credited'])
  })
}

test('the press goes on where the skin takes the pressed button away', async ({ page }) => {
  const { told, popup } = await openedPopup(page)
  await page.evaluate(() => document.querySelector('main')!.replaceChildren())
  await say(popup, 'cancelled')
  await expect.poll(async () => names(await told())).toEqual(['open', 'cancel'])
  expect(page.url()).toBe(`${MALL}/`)
})
