import { logInToConsole } from './console.ts'
import { expect, test } from './mall.ts'
import { convert, expectCredited, openPopup } from './shopper.ts'

const phone = { width: 390, height: 844 }

test.use({ viewport: phone, hasTouch: true })

const people = [
  { login: 'operator', entries: 6, besides: ['/console/media/demo', '/console/new-media'] },
  { login: 'demo', entries: 4, besides: ['/console/media/demo'] },
]

for (const { login, entries, besides } of people)
  test(`on a phone no screen pushes the page aside, for ${login}`, async ({ page, mall }) => {
    // As wide as Cafe24 lets a member's id be.
    const member = await mall.aMember(`${login}wwwwwwwwwwwwwwwwwwww`.slice(0, 20))
    await mall.logIn(page, member)
    const popup = await openPopup(page)
    await convert(popup, 2_000)
    await expectCredited(popup)

    await logInToConsole(page, login)
    const hrefs = (links: Element[]) => links.map((link) => link.getAttribute('href') ?? '')
    const menu = await page.getByRole('navigation').getByRole('link').evaluateAll(hrefs)
    expect(menu).toHaveLength(entries)
    const conversion = await page
      .getByRole('link', { name: /^ME\d+/ })
      .first()
      .getAttribute('href')

    const pushedAside: [address: string, width: number][] = []
    for (const address of [...menu, ...besides, conversion ?? '']) {
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('.loading')).toHaveCount(0)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > phone.width) pushedAside.push([address, width])
    }
    expect(pushedAside).toEqual([])
  })

test('on a phone what came of a deed is in sight, however far below its button stands', async ({ page }) => {
  await logInToConsole(page, 'operator')
  await page.goto('/console/media/demo')
  // As with the keyboard's room gone.
  await page.setViewportSize({ ...phone, height: 480 })
  const settings = page.locator('section').filter({ has: page.getByRole('heading', { name: '설정' }) })
  // Twice, for the same words are said of both.
  for (const _time of [1, 2]) {
    await settings.getByRole('button').evaluate((button) => button.scrollIntoView({ block: 'center' }))
    await expect(page.getByRole('heading', { level: 1 })).not.toBeInViewport()
    await settings.getByRole('button').click()
    await page.getByRole('dialog').getByRole('button', { name: '저장' }).click()
    await expect(page.getByText('저장했습니다.')).toBeInViewport({ ratio: 1 })
  }
})

test('on a tablet no fact of a media is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 765, height: 895 })
  await logInToConsole(page, 'operator')
  await page.goto('/console/media/demo')
  await expect(page.getByText('토큰 유효 기한')).toBeVisible()
  const cutOff = await page
    .locator('.facts dd')
    .evaluateAll((facts) =>
      facts.filter((fact) => fact.scrollWidth > fact.clientWidth).map((fact) => fact.textContent),
    )
  expect(cutOff).toEqual([])
})
