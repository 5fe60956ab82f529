import { expect, ourButton, press, test } from './mall.ts'
import { nonceOf, POINTPAY, say } from './pointpay.ts'
import { beMember, openSkin } from './skin.ts'
import { watchOpens } from './window-open.ts'

test('the popup is opened with the guide’s address, name and features, in the middle of the screen', async ({
  page,
}) => {
  const opens = await watchOpens(page)
  await beMember(page, 'shopper1')
  await openSkin(page)
  const popup = await press(page)
  const [left, top] = await page.evaluate(() => [
    Math.max(0, Math.floor((screen.availWidth - 765) / 2)),
    Math.max(0, Math.floor((screen.availHeight - 895) / 2)),
  ])
  expect((await opens()).args).toEqual([
    [
      `${POINTPAY}/pointhub/direct?a_code=DEMO&user_id=shopper1#n=${nonceOf(popup)}`,
      'cert2_popup',
      `width=765, height=895, resizable=auto, scrollbars=yes, status=no, left=${left}, top=${top}`,
    ],
  ])
  expect(nonceOf(popup)).toMatch(/^[\w-]{22,}$/)
  expect(await popup.evaluate(() => Boolean(opener))).toBe(true)
  // A window of its own, never a frame, whose cookies browsers would block.
  expect(page.frames()).toHaveLength(1)
})

test('a member id with &, @ and Korean letters arrives as it is', async ({ page }) => {
  await beMember(page, 'a&b@한글#1')
  await openSkin(page)
  const popup = await press(page)
  expect(new URL(popup.url()).searchParams.get('user_id')).toBe('a&b@한글#1')
})

test('nothing is awaited before the popup is opened: it is there when the click’s listeners have run', async ({
  page,
}) => {
  const opens = await watchOpens(page, 'fake')
  await beMember(page, 'shopper1')
  await openSkin(page)
  await expect(ourButton(page)).toBeVisible()
  const openedInsideTheClick = await page.evaluate(() => {
    document.querySelector('pointpay-button')!.shadowRoot!.querySelector('button')!.click()
    // No microtask has run yet: even a promise that was already resolved would come later.
    return (window as unknown as { opens: { args: string[][] } }).opens.args.length
  })
  expect(openedInsideTheClick).toBe(1)
  expect((await opens()).args).toHaveLength(1)
})

test('a second press brings the open popup to the front and opens no other', async ({ page }) => {
  const opens = await watchOpens(page, 'fake')
  await beMember(page, 'shopper1')
  await openSkin(page)
  await ourButton(page).click()
  await expect.poll(async () => (await opens()).focused).toBe(1)
  await ourButton(page).click()
  await expect.poll(async () => (await opens()).focused).toBe(2)
  expect((await opens()).args).toHaveLength(1)
})

test('a second press leaves the open popup where it is', async ({ page, context }) => {
  await beMember(page, 'shopper1')
  await openSkin(page)
  const popup = await press(page)
  await popup.evaluate(() => document.body.append('typed by the shopper'))
  await ourButton(page).click()
  await expect(popup.getByText('typed by the shopper')).toBeVisible()
  expect(context.pages()).toHaveLength(2)
})

test('a press after the last one has ended begins anew, though its popup is still open', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page)
  const first = await press(page)
  const firstNonce = nonceOf(first)
  await say(first, 'cancelled')
  const second = await press(page)
  expect(nonceOf(second)).not.toBe(firstNonce)
  await expect(second.getByRole('heading')).toHaveText('PointPay')
})

test('a window that another script of the page opened under the guide’s name is re-used, and heard', async ({
  page,
  context,
}) => {
  await beMember(page, 'shopper1')
  await openSkin(page)
  const opened = page.waitForEvent('popup')
  await page.evaluate(() => void window.open('about:blank', 'cert2_popup'))
  const theirs = await opened
  await ourButton(page).click()
  await theirs.waitForURL(/\/pointhub\/direct/)
  expect(context.pages()).toHaveLength(2)
  const ended = page.evaluate(
    () => new Promise((resolve) => document.addEventListener('pointpay:cancel', resolve)),
  )
  await say(theirs, 'cancelled')
  await ended
})

test('every press has a nonce of its own', async ({ page }) => {
  const opens = await watchOpens(page, 'closed')
  await beMember(page, 'shopper1')
  await openSkin(page)
  for (let presses = 1; presses <= 3; presses += 1) {
    await ourButton(page).click()
    await page.getByRole('button', { name: '닫기' }).click()
  }
  const { args } = await opens()
  expect(new Set(args.map(([url]) => url)).size).toBe(3)
})
