import { expect, ourButton, press, test as base } from './mall.ts'
import { POINTPAY } from './pointpay.ts'
import { beMember, openSkin, recordEvents } from './skin.ts'

/** The browser's own popup blocker, which Playwright turns off. */
const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, use) =>
      use({ ...launchOptions, ignoreDefaultArgs: ['--disable-popup-blocking'] }),
    { scope: 'worker' },
  ],
})

// What Playwright evaluates in a page counts as the shopper's own doing, and tracing does.
test.use({ trace: 'off' })

test('a popup that no click asked for is blocked by the browser; the dialog’s link still opens it', async ({
  page,
}) => {
  const told = await recordEvents(page)
  await beMember(page, 'shopper1')
  // Nothing is looked at before.
  const refused = page.waitForRequest(/pressed\.js$/)
  await openSkin(page, {
    head: '<script>PointPay = [function (pointpay) { setTimeout(function () { pointpay.open() }, 100) }]</script>',
  })
  await refused
  const link = page.getByRole('link', { name: '새 창에서 계속하기' })
  await expect(link).toBeVisible()
  expect((await told()).map(({ detail }) => detail['code'])).toEqual(['popup_blocked'])
  const opened = page.waitForEvent('popup')
  await link.click()
  const popup = await opened
  await popup.waitForURL(new RegExp(`^${POINTPAY}/pointhub/direct`))
  expect(await popup.evaluate(() => Boolean(opener))).toBe(true)
})

test('a press is never blocked: it opens inside the click', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page)
  await expect(ourButton(page)).toBeVisible()
  await press(page)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
