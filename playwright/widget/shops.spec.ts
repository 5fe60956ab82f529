import { expect, ourButton, press, test } from './mall.ts'
import { POINTPAY, POINTPAY_POPUP } from './pointpay.ts'
import { beMember, openSkin, recordEvents, scriptTag } from './skin.ts'

/** As a storefront's page says which shop it is and what that counts in. */
const inShop = (shopNo: number, currency: string) =>
  `<script>var EC_SDE_SHOP_NUM = ${shopNo}; var SHOP = { getCurrency: function () { return '${currency}' } };</script>`

test('a shop that counts in KRW shows the button, and its press tells the shop', async ({ page }) => {
  await beMember(page, 'second', 2)
  await openSkin(page, { head: inShop(2, 'KRW'), scripts: scriptTag('data-shops="1,2"') })
  const popup = await press(page)
  expect(new URL(popup.url()).origin).toBe(POINTPAY)
  expect(new URL(popup.url()).hash).toMatch(/^#n=[0-9a-v]{32}-s2$/)
})

test('beside PointPay’s own popup the shop travels in add_param', async ({ page }) => {
  await beMember(page, 'second', 2)
  await openSkin(page, { head: inShop(2, 'KRW'), scripts: scriptTag(`data-origin="${POINTPAY_POPUP}"`) })
  const popup = await press(page)
  expect(new URL(popup.url()).searchParams.get('add_param')).toMatch(/^[0-9a-v]{32}-s2$/)
})

const buttons = {
  'our own button': '<pointpay-button></pointpay-button>',
  'a place for our button': '<div data-pointpay></div>',
  'the button of the guide': '<button id="pp_btn">제휴포인트할인</button>',
  'a link of the skin': '<a href="#" data-pointpay>제휴포인트할인</a>',
}

for (const [name, body] of Object.entries(buttons)) {
  test(`a shop that counts in USD shows no button: ${name}`, async ({ page }) => {
    await beMember(page, 'abroad', 3)
    await openSkin(page, { head: inShop(3, 'USD'), body })
    await page.waitForFunction(() => 'PointPay' in window)
    await expect(ourButton(page)).toBeHidden()
    expect(await page.locator('main').innerText()).toBe('손으로 빚은 백자 화병')
  })
}

test('a shop that the button code does not list shows none, whatever the page counts in', async ({
  page,
}) => {
  await beMember(page, 'fourth', 4)
  await openSkin(page, { head: inShop(4, 'KRW'), scripts: scriptTag('data-shops="1,2"') })
  await page.waitForFunction(() => 'PointPay' in window)
  await expect(ourButton(page)).toBeHidden()
})

test('a skin that shows the button with all its might does not', async ({ page }) => {
  await openSkin(page, {
    head: `${inShop(3, 'USD')}<style>pointpay-button { display: block !important; width: 300px !important }</style>`,
  })
  await page.waitForFunction(() => 'PointPay' in window)
  await expect(page.locator('pointpay-button')).toBeHidden()
})

test('a page that opens PointPay itself is told why nothing opens, and so is the shopper', async ({
  page,
}) => {
  const told = await recordEvents(page)
  await openSkin(page, { head: inShop(3, 'USD') })
  await page.waitForFunction(() => 'PointPay' in window)
  const outcome = page.evaluate(() =>
    (window as unknown as { PointPay: { open(): Promise<unknown> } }).PointPay.open(),
  )
  const message = '이 상점에서는 제휴포인트를 사용할 수 없습니다.'
  await expect(page.getByRole('dialog', { name: message })).toBeVisible()
  expect(await outcome).toEqual({ kind: 'error', code: 'shop_not_served', message })
  expect((await told()).map(({ name }) => name)).toEqual(['error'])
})
