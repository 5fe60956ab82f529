import type { Page } from '@playwright/test'
import { expect, ourButton, test } from './mall.ts'
import { conversion } from './pointpay.ts'
import { beMember, MALL, openSkin, recordEvents } from './skin.ts'
import { watchOpens } from './window-open.ts'

const android =
  'Mozilla/5.0 (Linux; Android 14; SM-S911N) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36'

const browsers = {
  'an Android phone': android,
  'an iPhone': `${iphone} Version/17.5 Safari/604.1`,
  KakaoTalk: `${android}; KAKAOTALK 10.8.0`,
  'KakaoTalk on a PC': `${windows} KAKAOTALK`,
  Naver: `${iphone} NAVER(inapp; search; 1000; 12.3.1)`,
  Instagram: `${iphone} Instagram 330.0.0.0`,
  Facebook: `${windows} [FBAN/FBIOS;FBAV/460.0]`,
  LINE: `${iphone} Safari Line/14.9.0`,
}

for (const [whose, userAgent] of Object.entries(browsers)) {
  test.describe(`in ${whose}`, () => {
    test.use({ userAgent })

    test('PointPay takes this tab, with the way back to where the shopper was', async ({ page, context }) => {
      const opens = await watchOpens(page)
      await beMember(page, 'shopper1')
      await openSkin(page, { path: '/product/백자/1/?a=1&b=2#review' })
      const here = page.url()
      await ourButton(page).click()
      await page.waitForURL(/\/pointhub\/direct/)
      const url = new URL(page.url())
      const fragment = new URLSearchParams(url.hash.slice(1))
      expect([url.search, fragment.get('r')]).toEqual(['?a_code=DEMO&user_id=shopper1', here])
      expect(fragment.get('n')).toMatch(/^[\w-]{22,}$/)
      expect(context.pages()).toHaveLength(1)
      await page.goBack()
      expect((await opens()).args).toEqual([])
    })
  })
}

test.describe('on a desktop', () => {
  test('an option makes PointPay take this tab', async ({ page }) => {
    await beMember(page, 'shopper1')
    await openSkin(page, {
      scripts:
        '<script async src="https://pointpay.test/sdk/v1/pointpay.js" data-a-code="DEMO" data-mode="same-tab"></script>',
    })
    await ourButton(page).click()
    await page.waitForURL(/\/pointhub\/direct/)
  })
})

test.describe('on the way back', () => {
  test.use({ userAgent: android, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })

  for (const [how, back] of [
    ['by PointPay’s own way back', (page) => page.evaluate((url) => location.assign(url), `${MALL}/`)],
    ['by the browser’s back button', (page) => page.goBack()],
  ] as [string, (page: Page) => Promise<unknown>][]) {
    test(`${how}, the page is told how the press ended, once`, async ({ page, pointpay }) => {
      const told = await recordEvents(page)
      await beMember(page, 'shopper1')
      await openSkin(page)
      await ourButton(page).click()
      await page.waitForURL(/\/pointhub\/direct/)
      pointpay.status = { status: 'credited', ...conversion }
      const returned = page.waitForURL(`${MALL}/`)
      await back(page)
      await returned
      await expect
        .poll(async () => (await told()).filter(({ name }) => name !== 'open').map(({ name }) => name))
        .toEqual(['converted', 'credited'])
      const asked = pointpay.statusRequests
      await page.reload()
      await expect(ourButton(page)).toBeVisible()
      await page.waitForTimeout(500)
      expect(pointpay.statusRequests).toBe(asked)
    })
  }

  test('a way back too long to be kept is cut to the page without its query', async ({ page }) => {
    await beMember(page, 'shopper1')
    await openSkin(page, { path: `/order/basket.html?q=${'x'.repeat(2100)}` })
    await ourButton(page).click()
    await page.waitForURL(/\/pointhub\/direct/)
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('r')).toBe(`${MALL}/order/basket.html`)
  })

  test('with storage blocked PointPay opens all the same', async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
      Object.assign(window, { CAFE24API: { getMemberID: (done: (id: string) => void) => done('shopper1') } })
    })
    await openSkin(page)
    await ourButton(page).click()
    await page.waitForURL(/\/pointhub\/direct\?a_code=DEMO&user_id=shopper1/)
  })
})
