import type { Page } from '@playwright/test'
import { expect, logIn, ourButton, press, test } from './mall.ts'
import { conversion, credit, integrity, POINTPAY, PRESSED_PATH, say, SCRIPT } from './pointpay.ts'
import { beMember, MALL, openSkin, recordEvents, scriptTag } from './skin.ts'

/** The page's layout shifts so far, scaled as browsers report them. */
const layoutShift = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(sum), 200)
      }),
  )

test('before the click there is one request, of at most 4,096 bytes after brotli', async ({
  page,
  pointpay,
}) => {
  await beMember(page, 'shopper1')
  await openSkin(page)
  await expect(ourButton(page)).toBeVisible()
  await page.waitForTimeout(1000)
  expect(pointpay.requests).toEqual(['/sdk/v1/pointpay.js'])
  await press(page)
  await expect
    .poll(() => pointpay.requests.toSorted())
    .toEqual(['/pointhub/direct', '/sdk/v1/pointpay.js', PRESSED_PATH].toSorted())
})

test('a tag that names a version, or lies in a folder of the mall’s own, loads the rest from beside it', async ({
  page,
  pointpay,
}) => {
  await beMember(page, 'shopper1')
  for (const folder of ['/sdk/1.9.9', '/sdk/copied']) {
    await openSkin(page, { scripts: scriptTag('', `${POINTPAY}${folder}/pointpay.js?a=b`) })
    const popup = await press(page)
    await expect.poll(() => pointpay.requests).toContain(`${folder}/pressed.js`)
    await popup.close()
  }
})

test('a page without any place for a button asks for nothing more and shows nothing', async ({
  page,
  pointpay,
}) => {
  await openSkin(page, { body: '<p>설명</p>' })
  await page.waitForFunction(() => 'PointPay' in window)
  await page.mouse.click(10, 10)
  expect(pointpay.requests).toEqual(['/sdk/v1/pointpay.js'])
  await expect(page.locator('pointpay-button')).toHaveCount(0)
})

test('no cookie, no storage of its own, no global but PointPay, nothing added to a prototype', async ({
  page,
  context,
}) => {
  const globals = () => [
    ...Object.getOwnPropertyNames(window).filter((name) => Number.isNaN(Number(name))),
    ...[Object, Array, String, Function, Element, HTMLElement, Promise].flatMap((each) =>
      Reflect.ownKeys(each.prototype as object).map((key) => `${each.name}.${String(key)}`),
    ),
  ]
  await beMember(page, 'shopper1')
  await openSkin(page, { scripts: '' })
  const before = await page.evaluate(globals)
  await openSkin(page)
  const popup = await press(page)
  await say(popup, 'converted', conversion)
  await say(popup, 'credited', credit)
  await expect(page.locator('pointpay-button')).toHaveAttribute('data-member', 'member')
  const after = await page.evaluate(globals)
  expect(after.filter((name) => !before.includes(name))).toEqual(['PointPay'])
  expect(await context.cookies()).toEqual([])
  expect(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)])).toEqual([
    [],
    ['member_1'],
  ])
})

/** What the README gives a skin to keep the button's place before the script is there. */
const keptPlace =
  '<style>pointpay-button:not(:defined){display:inline-block;vertical-align:middle;width:192px;height:48px}</style>'

for (const [what, head, body] of [
  ['the place that a skin keeps', keptPlace, '<pointpay-button></pointpay-button>'],
  ['an adopted button', '', '<button id="pp_btn">제휴포인트할인</button>'],
] as const) {
  test(`with ${what} nothing on the page moves: not by the script, nor the member, nor a press`, async ({
    page,
    pointpay,
  }) => {
    pointpay.scriptDelayMs = 500
    await openSkin(page, { head, body: `<p>쓸 포인트 ${body} 있음</p><p>아래 글</p>` })
    await expect(page.getByText('아래 글')).toBeVisible()
    await page.waitForFunction(() => 'PointPay' in window)
    await page.evaluate(() => {
      const record = { exp: Date.now() + 600_000, data: { member_id: 'shopper1' } }
      sessionStorage.setItem('member_1', JSON.stringify(record))
    })
    const popup = await press(page)
    await say(popup, 'cancelled')
    expect(await layoutShift(page)).toBe(0)
  })
}

test('the measure above does see a shift: a place that was not kept', async ({ page, pointpay }) => {
  pointpay.scriptDelayMs = 500
  await openSkin(page, { body: '<pointpay-button></pointpay-button><p>아래 글</p>' })
  await expect(ourButton(page)).toBeVisible()
  expect(await layoutShift(page)).toBeGreaterThan(0)
})

test.describe('under a strict policy', () => {
  const strict = (scriptSrc: string) => ({
    'content-security-policy': [
      "default-src 'none'",
      `script-src ${scriptSrc}`,
      `connect-src ${POINTPAY}`,
      "style-src 'nonce-style'",
      "base-uri 'none'",
      'img-src data:',
    ].join('; '),
  })
  /** Lets through what these ways in allow; `what` names the tag's attributes. */
  const ways = {
    'a nonce': { policy: strict("'nonce-r4nd0m'"), tag: scriptTag('nonce="r4nd0m"') },
    'a nonce and strict-dynamic': {
      policy: strict("'nonce-r4nd0m' 'strict-dynamic'"),
      tag: scriptTag('nonce="r4nd0m"'),
    },
    'the hashes of the manifest': {
      policy: strict(`'${integrity('pointpay.js')}' '${integrity('pressed.js')}'`),
      tag: scriptTag(`integrity="${integrity('pointpay.js')}" crossorigin="anonymous"`),
    },
  }
  for (const [what, { policy, tag }] of Object.entries(ways)) {
    test(`${what}: button, popup, dialog and events all work and nothing is refused`, async ({ page }) => {
      const refused: string[] = []
      page.on('console', (message) => {
        if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text())
      })
      const told = await recordEvents(page)
      await beMember(page, 'shopper1')
      await openSkin(page, { headers: policy, scripts: tag })
      const height = await ourButton(page).evaluate((button) => getComputedStyle(button).height)
      expect(height).toBe('48px')
      const popup = await press(page)
      await say(popup, 'converted', conversion)
      await say(popup, 'credited', credit)
      await expect
        .poll(async () => (await told()).map(({ name }) => name))
        .toEqual(['open', 'converted', 'credited'])
      await popup.close()
      await page.evaluate(() => {
        window.open = () => null
      })
      await ourButton(page).click()
      await expect(page.getByRole('dialog')).toHaveCSS('border-top-left-radius', '16px')
      expect(refused).toEqual([])
    })
  }

  test('the mall’s own CSP skin works as well', async ({ page, simulator }) => {
    await logIn(page, simulator, '/demomall/?csp=1')
    const popup = await press(page)
    expect(popup.url()).toContain('user_id=shopper01')
  })
})

test('a second script that is not the one that was built is not run', async ({ page, pointpay }) => {
  pointpay.replaced.set('pressed.js', 'document.title = "forged"')
  await beMember(page, 'shopper1')
  await openSkin(page)
  await press(page)
  await expect.poll(() => pointpay.requests).toContain(PRESSED_PATH)
  await page.waitForTimeout(300)
  expect(await page.title()).toBe('오월상점')
})

test('put in by Cafe24’s script tag API, which takes an address and no attributes', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page, { scripts: `<script src="${SCRIPT}?a_code=API"></script>` })
  const popup = await press(page)
  expect(new URL(popup.url()).searchParams.get('a_code')).toBe('API')
  expect(new URL(page.url()).origin).toBe(MALL)
})
