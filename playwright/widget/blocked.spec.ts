import { expect, ourButton, test } from './mall.ts'
import { conversion, credit, POINTPAY, say } from './pointpay.ts'
import { beMember, openSkin, recordEvents } from './skin.ts'
import { watchOpens } from './window-open.ts'

const proceed = '새 창에서 계속하기'

for (const [how, answer] of [
  ['with no window', 'null'],
  ['without a word, with a window that is closed at once', 'closed'],
] as const) {
  test(`a popup blocked ${how}: a dialog has a real link, and the press goes on in it`, async ({ page }) => {
    const told = await recordEvents(page)
    await watchOpens(page, answer)
    await beMember(page, 'shopper1')
    await openSkin(page)
    await ourButton(page).click()
    const link = page.getByRole('link', { name: proceed })
    await expect(link).toHaveAttribute(
      'href',
      new RegExp(`^${POINTPAY}/pointhub/direct\\?a_code=DEMO&user_id=shopper1#n=`),
    )
    const opened = page.waitForEvent('popup')
    await link.click()
    const popup = await opened
    await popup.waitForLoadState()
    await expect(page.getByRole('dialog')).toBeHidden()
    await say(popup, 'ready')
    await say(popup, 'converted', conversion)
    await say(popup, 'credited', credit)
    await expect
      .poll(async () => (await told()).map(({ name }) => name))
      .toEqual(['error', 'open', 'converted', 'credited'])
    expect((await told())[0]?.detail['code']).toBe('popup_blocked')
  })
}

test('a press doubled by an impatient shopper: one dialog, and the link’s opens once', async ({ page }) => {
  const told = await recordEvents(page)
  await watchOpens(page, 'null')
  await beMember(page, 'shopper1')
  await openSkin(page)
  await ourButton(page).dblclick()
  await expect(page.getByRole('dialog')).toHaveCount(1)
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: proceed }).evaluate((link: HTMLElement) => {
    link.click()
    link.click()
  })
  const popup = await opened
  await popup.waitForLoadState()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await say(popup, 'cancelled')
  await expect.poll(async () => (await told()).map(({ name }) => name)).toEqual(['error', 'open', 'cancel'])
})

test('where the link’s own press may open a popup, it has the guide’s size and is one window', async ({
  page,
  context,
}) => {
  await beMember(page, 'shopper1')
  await openSkin(page)
  await page.evaluate(() => {
    const open = window.open
    window.open = () => {
      window.open = open
      return null
    }
  })
  await ourButton(page).click()
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: proceed }).click()
  const popup = await opened
  await popup.waitForURL(/\/pointhub\/direct/)
  expect(await popup.evaluate(() => name)).toBe('cert2_popup')
  expect(context.pages()).toHaveLength(2)
})

test('the dialog closed by Escape is a cancel, and the focus is back at the button', async ({ page }) => {
  const told = await recordEvents(page)
  await watchOpens(page, 'null')
  await beMember(page, 'shopper1')
  await openSkin(page)
  await ourButton(page).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.locator('pointpay-button')).toBeFocused()
  // The browser hides a dialog first and says afterwards that it was closed.
  await expect.poll(async () => (await told()).map(({ name }) => name)).toEqual(['error', 'cancel'])
})
