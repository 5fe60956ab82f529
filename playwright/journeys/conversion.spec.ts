import { logInToConsole } from './console.ts'
import { expect, test } from './mall.ts'
import {
  closePopup,
  convert,
  expectCredited,
  identify,
  listenToPointPay,
  openPopup,
  pointPayButton,
} from './shopper.ts'

test('a shopper presses the button, converts 12,345 points and finds the 적립금 credited exactly once', async ({
  page,
  mall,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  const popup = await openPopup(page)
  await convert(popup, 12_345)
  await expectCredited(popup)
  const transactionNumber = /ME\d+/.exec((await popup.textContent('body')) ?? '')?.[0] ?? ''
  await closePopup(popup)

  const movements = await mall.movements(member)
  expect(movements).toMatchObject([{ type: 'increase', amount: '12345.00' }])
  expect(transactionNumber).not.toBe('')
  expect(movements[0]?.reason).toContain(transactionNumber)
})

test('pressed a second time, a second conversion works', async ({ page, mall }) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  for (const points of [5_000, 7_000]) {
    const popup = await openPopup(page)
    await convert(popup, points)
    await expectCredited(popup)
    await closePopup(popup)
  }
  expect((await mall.movements(member)).map((movement) => movement.amount)).toEqual(['5000.00', '7000.00'])
})

test("in shop 2 the button finds shop 2's member, and shop 2 is credited", async ({ page, mall }) => {
  const member = await mall.aMember()
  await mall.logIn(page, member, '/demomall/shop2/')
  const popup = await openPopup(page)
  await convert(popup, 3_000)
  await expectCredited(popup)
  expect(await mall.movements(member)).toMatchObject([{ type: 'increase', amount: '3000.00', shop_no: 2 }])
})

test('in a shop that counts in USD there is no button, and the server refuses a press that was made up', async ({
  page,
  mall,
  baseURL,
}) => {
  const member = await mall.aMember()
  await mall.logIn(page, member, '/demomall/shop3/')
  await page.waitForFunction(() => 'PointPay' in window)
  await expect(pointPayButton(page)).toBeHidden()

  await page.goto(`${baseURL}/pointhub/direct?a_code=demo&user_id=${member}#n=${'0'.repeat(32)}-s3`)
  await expect(page.getByText('이 상점에서는 제휴포인트를 적립금으로 바꿀 수 없습니다.')).toBeVisible()
  expect(await mall.movements(member)).toEqual([])
})

test('a member id with &, @ and Korean letters arrives as it is', async ({ page, mall }) => {
  // A letter before the digits: six of them alone would look like the code that the popup shows.
  const member = await mall.aMember(`a&b@한글z${Math.floor(Math.random() * 1e6)}`)
  await mall.logIn(page, member)
  const popup = await openPopup(page)
  await convert(popup, 4_000)
  await expectCredited(popup)
  expect(await mall.movements(member)).toMatchObject([{ type: 'increase', amount: '4000.00' }])
})

test('a visitor who is not logged in is led to log in, and no popup opens', async ({ page, mall }) => {
  await page.goto(`${mall.origin}/demomall/`)
  let popups = 0
  page.on('popup', () => {
    popups += 1
  })
  const button = pointPayButton(page)
  await expect(button).toBeVisible()
  await button.click()
  await page.waitForURL(/\/member\/login\.html\?returnUrl=/)
  expect(popups).toBe(0)
})

test("the mall's page is told how it ended", async ({ page, mall }) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  const events = await listenToPointPay(page)
  const popup = await openPopup(page)
  await convert(popup, 6_000)
  await expectCredited(popup)
  await expect.poll(events).toMatchObject([
    { name: 'converted', points: 6_000 },
    { name: 'credited', amount: 6_000 },
  ])
})

test('popup and console say that the demo is a test environment', async ({ page, mall, context }) => {
  const member = await mall.aMember()
  await mall.logIn(page, member)
  const popup = await openPopup(page)
  await expect(popup.getByText('시험 환경')).toBeVisible()
  await identify(popup)
  await expect(popup.getByText('시험 환경')).toBeVisible()

  const console = await context.newPage()
  await console.goto('/console/')
  await expect(console.getByText('시험 환경')).toBeVisible()
  await logInToConsole(console)
  await expect(console.getByText('시험 환경')).toBeVisible()
})
