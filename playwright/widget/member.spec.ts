import type { Page } from '@playwright/test'
import { expect, logIn, ourButton, press, test } from './mall.ts'
import { MALL, openSkin, recordEvents, beMember } from './skin.ts'

const guideAlert = '일시적인 오류가 발생했습니다. 고객센터에 문의해주세요.'

const blockStorage = (page: Page) =>
  page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      },
    })
  })

test('a visitor who is not logged in is led to the login page and comes back to the same page', async ({
  page,
  simulator,
}) => {
  await page.goto(`${simulator.origin}/demomall/order/basket.html?variant=pasted&cate=한글`)
  await ourButton(page).click()
  await page.waitForURL(/\/member\/login\.html\?returnUrl=/)
  expect(new URL(page.url()).searchParams.get('returnUrl')).toBe(
    `/demomall/order/basket.html?variant=pasted&cate=${encodeURIComponent('한글')}`,
  )
  await page.locator('input[name=member_id]').fill('shopper01')
  await page.locator('input[name=member_passwd]').fill('pointpay')
  await page.getByRole('button', { name: '로그인' }).click()
  await page.waitForURL(/basket\.html/)
  const popup = await press(page)
  expect(new URL(popup.url()).searchParams.get('user_id')).toBe('shopper01')
})

test('a press that comes before the member is kept, and opens PointPay when the member is there', async ({
  page,
  simulator,
}) => {
  await logIn(page, simulator)
  // In the next document, for in this one the storefront may be about to write the member.
  await page.addInitScript(() => sessionStorage.clear())
  const { promise: isPressed, resolve: letTheMemberCome } = Promise.withResolvers<void>()
  await page.route('**/exec/front/customer/*', async (route) => {
    await isPressed
    await route.fallback()
  })
  await page.reload()
  await expect(page.locator('pointpay-button')).toHaveAttribute('data-member', 'pending')
  await ourButton(page).click()
  const opened = page.waitForEvent('popup')
  letTheMemberCome()
  const popup = await opened
  expect(new URL(popup.url()).searchParams.get('user_id')).toBe('shopper01')
})

test('with storage blocked, what CAFE24API knows of the member is enough', async ({ page, simulator }) => {
  await blockStorage(page)
  await logIn(page, simulator)
  const popup = await press(page)
  expect(new URL(popup.url()).searchParams.get('user_id')).toBe('shopper01')
})

test('with storage blocked and nothing else to tell the member: the guide’s words, and a stable code', async ({
  page,
}) => {
  const told = await recordEvents(page)
  await blockStorage(page)
  await openSkin(page)
  await ourButton(page).click()
  await expect(page.getByRole('dialog', { name: guideAlert })).toBeVisible()
  expect(await told()).toEqual([
    { name: 'error', detail: { code: 'member_unavailable', message: expect.any(String) } },
  ])
})

test('a record that nobody can read is an error, told when a page has had time to write it anew', async ({
  page,
}) => {
  const told = await recordEvents(page)
  await page.addInitScript(() => sessionStorage.setItem('member_1', '{"exp":'))
  await openSkin(page)
  await ourButton(page).click()
  await expect(page.getByRole('dialog', { name: guideAlert })).toBeVisible()
  expect((await told()).map(({ detail }) => detail['code'])).toEqual(['member_malformed'])
})

test('where the page tells nothing of who the visitor is, the press leads to the login page', async ({
  page,
}) => {
  await openSkin(page)
  await ourButton(page).click()
  await page.waitForURL(`${MALL}/member/login.html?returnUrl=%2F`)
})

test('somebody who is logged in and whose id never comes: the guide’s words, and a code of its own', async ({
  page,
}) => {
  const told = await recordEvents(page)
  await page.addInitScript(() => {
    Object.assign(window, { CAPP_ASYNC_METHODS: { IS_LOGIN: true } })
  })
  await openSkin(page)
  await ourButton(page).click()
  await expect(page.getByRole('dialog', { name: guideAlert })).toBeVisible()
  expect((await told()).map(({ detail }) => detail['code'])).toEqual(['member_pending'])
})

test('an outdated record asks to reload the page, which then knows the member', async ({ page }) => {
  await page.addInitScript(() => {
    const fresh = sessionStorage.getItem('member_1') !== null
    const record = { exp: Date.now() + (fresh ? 600_000 : -1), data: { member_id: 'shopper1' } }
    sessionStorage.setItem('member_1', JSON.stringify(record))
  })
  await openSkin(page)
  await ourButton(page).click()
  await page.getByRole('button', { name: '새로고침' }).click()
  await expect(page.locator('pointpay-button')).toHaveAttribute('data-member', 'member')
})

test('no media code is the mall’s mistake, told to it and not hidden', async ({ page }) => {
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  await openSkin(page, { scripts: '<script async src="https://pointpay.test/sdk/v1/pointpay.js"></script>' })
  await ourButton(page).click()
  await expect(page.getByRole('dialog', { name: guideAlert })).toBeVisible()
  expect((await told()).map(({ detail }) => detail['code'])).toEqual(['a_code_missing'])
})

test('where the rest of the SDK cannot be loaded, a known member still gets the popup; the next press tries again', async ({
  page,
  pointpay,
}) => {
  pointpay.replaced.set('pressed.js', null)
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  await openSkin(page)
  const popup = await press(page)
  await expect.poll(async () => (await told()).map(({ name }) => name)).toEqual(['open', 'close'])
  await popup.close()
  pointpay.replaced.delete('pressed.js')
  const again = await press(page)
  expect(again.url()).toContain('user_id=shopper1')
})

test('where it cannot be loaded and there is nobody to open PointPay for, the shopper is asked to press again', async ({
  page,
  pointpay,
}) => {
  pointpay.replaced.set('pressed.js', null)
  const told = await recordEvents(page)
  await openSkin(page)
  const alerted = page.waitForEvent('dialog')
  const pressed = ourButton(page).click()
  const dialog = await alerted
  expect(dialog.message()).toBe('잠시 뒤 다시 눌러 주세요.')
  await dialog.accept()
  await pressed
  expect((await told()).map(({ detail }) => detail['code'])).toEqual(['load_failed'])
})

test('the login page that a mall names is used, with the way back', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { CAPP_ASYNC_METHODS: { IS_LOGIN: false } })
  })
  await openSkin(page, {
    path: '/order/basket.html?a=1',
    scripts:
      '<script async src="https://pointpay.test/sdk/v1/pointpay.js" data-a-code="DEMO" data-login-url="/my/login?from=pp"></script>',
  })
  await ourButton(page).click()
  await page.waitForURL(`${MALL}/my/login?from=pp&returnUrl=${encodeURIComponent('/order/basket.html?a=1')}`)
})
