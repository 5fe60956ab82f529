import { expect, logIn, ourButton, press, test } from './mall.ts'
import { nonceOf, POINTPAY, say, SCRIPT } from './pointpay.ts'
import { beMember, openSkin, recordEvents, scriptTag } from './skin.ts'
import { watchOpens } from './window-open.ts'

test.describe('a mall’s pages as they are, prototypes extended and buttons hidden by a reset', () => {
  test('the pasted tag’s button opens PointPay for the member whom the storefront wrote late', async ({
    page,
    simulator,
  }) => {
    await logIn(page, simulator, '/demomall/?memberDelay=1500')
    await expect(page.locator('pointpay-button')).toHaveAttribute('data-member', 'member')
    const popup = await press(page)
    expect(new URL(popup.url()).searchParams.get('user_id')).toBe('shopper01')
  })

  test('the old button is adopted: same place, same looks, its own handler harmless', async ({
    page,
    simulator,
  }) => {
    const opens = await watchOpens(page)
    await logIn(page, simulator, '/demomall/?variant=seed')
    const before = await page.locator('#pp_btn').screenshot()
    await page.goto(`${simulator.origin}/demomall/?variant=adopt`)
    expect(await page.locator('#pp_btn').screenshot()).toEqual(before)
    await expect(page.locator('pointpay-button')).toHaveCount(0)
    await press(page)
    const { args } = await opens()
    expect(args).toHaveLength(1)
    expect(args[0]?.[0]).toMatch(
      new RegExp(`^${POINTPAY}/pointhub/direct\\?a_code=\\w+&user_id=shopper01#n=`),
    )
  })

  test('shop 2 has its own member', async ({ page, simulator }) => {
    await logIn(page, simulator, '/demomall/shop2/')
    await expect(page.locator('pointpay-button')).toHaveAttribute('data-member', 'member')
    await expect.poll(() => page.evaluate(() => Object.keys(sessionStorage))).toEqual(['member_2'])
    const popup = await press(page)
    expect(new URL(popup.url()).searchParams.get('user_id')).toBe('shopper01')
  })

  for (const variant of ['pasted', 'adopt']) {
    test(`a skin that rebuilds the page after load keeps its button (${variant})`, async ({
      page,
      simulator,
    }) => {
      await logIn(page, simulator, `/demomall/?variant=${variant}&rebuild=1`)
      await expect(page.locator('main[data-rebuilt]')).toBeAttached()
      const popup = await press(page)
      expect(nonceOf(popup)).not.toBe('')
    })
  }
})

/** What skins of fifteen years ago still ship: an old jQuery's ways, and everybody's objects extended. */
const oldScripts = `<script>
  Object.prototype.extend = function (other) { for (var key in other) this[key] = other[key]; return this }
  Object.prototype.aCode = 'POLLUTED'
  Object.prototype.mode = 'same-tab'
  Object.prototype.origin = 'https://polluted.test'
  Object.prototype.member_id = 'polluted'
  Object.prototype.version = '0.0.1'
  Array.prototype.remove = function (item) { this.splice(this.indexOf(item), 1) }
  Array.prototype.find = function () { return undefined }
  String.prototype.includes = undefined
  window.$ = window.jQuery = function (selector) {
    return { click: function (listener) { document.querySelectorAll(selector).forEach(function (each) { each.onclick = listener }) } }
  }
</script>`

test('what an old skin adds to everybody’s prototypes changes nothing of a press', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page, { head: oldScripts })
  const popup = await press(page)
  expect(popup.url()).toBe(`${POINTPAY}/pointhub/direct?a_code=DEMO&user_id=shopper1#n=${nonceOf(popup)}`)
})

test('nor of one that says nothing of itself: by an adopted button, or by open()', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page, {
    head: `${oldScripts}<script>Object.prototype.addParam = 'polluted'</script>`,
    body: '<button id="pp_btn">제휴포인트할인</button><button onclick="PointPay.open()">열기</button>',
  })
  await page.waitForFunction(() => Object.hasOwn(window, 'PointPay'))
  for (const name of ['제휴포인트할인', '열기']) {
    const popup = await press(page, page.getByRole('button', { name }))
    expect(new URL(popup.url()).search).toBe('?a_code=DEMO&user_id=shopper1')
    await popup.close()
  }
})

test('a skin that calls something else `open` gets the popup, or the link where that was window.open', async ({
  page,
}) => {
  await beMember(page, 'shopper1')
  await openSkin(page, { head: '<script>let open = false; const screen = null</script>' })
  const popup = await press(page)
  expect(nonceOf(popup)).not.toBe('')
  await popup.close()
  await openSkin(page, { head: '<script>var open = false</script>' })
  await ourButton(page).click()
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: '새 창에서 계속하기' }).click()
  await (await opened).waitForURL(/user_id=shopper1#n=/)
})

test('an adopted button’s old handlers never run: inline, jQuery’s, delegated, in capture', async ({
  page,
}) => {
  await beMember(page, 'shopper1')
  await openSkin(page, {
    head: oldScripts,
    body: `<form onsubmit="ran.push('submit'); return false"><div id="around">
      <button id="pp_btn" onclick="ran.push('inline')"><span>제휴포인트할인</span></button></div></form>
      <script>
        var ran = []
        $('#pp_btn').click(function () { ran.push('jquery') })
        document.addEventListener('click', function (event) { if (event.target.closest('#pp_btn')) ran.push('delegated') })
        document.getElementById('around').addEventListener('click', function () { ran.push('capture') }, true)
      </script>`,
  })
  await page.waitForFunction(() => 'PointPay' in window && 'push' in (window.PointPay as object))
  await press(page)
  expect(await page.evaluate(() => (window as unknown as { ran: string[] }).ran)).toEqual([])
})

test('other buttons and links of the skin work as before, app links too', async ({ page }) => {
  await openSkin(page, {
    body: `<pointpay-button></pointpay-button><button id="order">주문하기</button>
      <a id="app" href="intent://pay#Intent;scheme=bankpay;end">앱으로 결제</a><a id="scheme" href="kakaotalk://open">톡</a>`,
  })
  await expect(ourButton(page)).toBeVisible()
  const heard = await page.evaluate(() => {
    const clicks: [string, boolean][] = []
    document.addEventListener('click', (event) => {
      clicks.push([(event.target as Element).id, event.defaultPrevented])
      event.preventDefault()
    })
    for (const id of ['order', 'app', 'scheme']) document.getElementById(id)!.click()
    return clicks
  })
  expect(heard).toEqual([
    ['order', false],
    ['app', false],
    ['scheme', false],
  ])
})

test('a place that the skin marks gets a button with the place’s own attributes', async ({ page }) => {
  await beMember(page, 'second', 2)
  await openSkin(page, {
    body: '<div data-pointpay data-a-code="OTHER" data-shop-no="2" data-label="포인트 쓰기" data-id="x" data-onclick="x"></div>',
  })
  // And nothing but a button's: a review may hold `data-` attributes where it may hold no handler.
  const attributes = await page.locator('pointpay-button').evaluate((button) => button.getAttributeNames())
  expect(attributes.toSorted()).toEqual(['a-code', 'data-member', 'label', 'shop-no'])
  const popup = await press(page, page.getByRole('button', { name: '포인트 쓰기' }))
  const { searchParams } = new URL(popup.url())
  expect([searchParams.get('a_code'), searchParams.get('user_id')]).toEqual(['OTHER', 'second'])
})

test('a link of the skin with data-pointpay presses PointPay instead of following its address', async ({
  page,
}) => {
  await beMember(page, 'shopper1')
  await openSkin(page, { body: '<a href="/old.html" data-pointpay>제휴포인트 쓰기</a>' })
  await page.waitForFunction(() => 'PointPay' in window)
  const popup = await press(page, page.getByRole('link', { name: '제휴포인트 쓰기' }))
  expect(nonceOf(popup)).not.toBe('')
  expect(new URL(page.url()).pathname).toBe('/')
})

test('calls made before the script has loaded are carried out in order, and a wrong one holds up none', async ({
  page,
}) => {
  await beMember(page, 'shopper1')
  await openSkin(page, {
    head: `<script>
      window.PointPay = window.PointPay || []
      var heard = []
      PointPay.push(['configure', { texts: { button: '포인트로 할인' } }])
      PointPay.push(['no_such_method'])
      PointPay.push(['on', 'open', function (event) { heard.push('open ' + event.mode) }])
      PointPay.push(function (pointpay) { heard.push('version ' + typeof pointpay.version) })
    </script>`,
  })
  await press(page, page.getByRole('button', { name: '포인트로 할인' }))
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
    'version string',
    'open popup',
  ])
})

test('what is configured when the button is there already is seen at once', async ({ page }) => {
  await openSkin(page)
  await expect(ourButton(page)).toBeVisible()
  await page.evaluate(() => {
    const { PointPay } = window as unknown as { PointPay: unknown[] }
    PointPay.push(['configure', { texts: { button: '포인트로 할인' } }])
  })
  await expect(page.getByRole('button', { name: '포인트로 할인' })).toBeVisible()
})

for (const [what, second] of [
  ['twice', SCRIPT],
  ['in two versions', `${POINTPAY}/sdk/1.9.9/pointpay.js`],
] as const) {
  test(`loaded ${what}: one instance, one popup a press, one of each event, and a warning`, async ({
    page,
  }) => {
    const warnings: string[] = []
    page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
    const opens = await watchOpens(page)
    const told = await recordEvents(page)
    await beMember(page, 'shopper1')
    await openSkin(page, {
      body: '<pointpay-button></pointpay-button><button id="pp_btn">옛 버튼</button>',
      scripts: scriptTag() + scriptTag('defer', second).replace('async', ''),
    })
    await expect
      .poll(() => warnings)
      .toEqual([expect.stringMatching(/^PointPay 1\.\d+\.\d+ is here already/)])
    const popup = await press(page, page.getByRole('button', { name: '옛 버튼' }))
    await say(popup, 'cancelled')
    await expect.poll(async () => (await told()).map(({ name }) => name)).toEqual(['open', 'cancel'])
    expect((await opens()).args).toHaveLength(1)
  })
}

test('a skin’s element that has the id PointPay is no queue and no instance', async ({ page }) => {
  await beMember(page, 'shopper1')
  await openSkin(page, { body: '<div id="PointPay"></div><pointpay-button></pointpay-button>' })
  const popup = await press(page)
  expect(nonceOf(popup)).not.toBe('')
})
