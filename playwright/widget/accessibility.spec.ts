import { AxeBuilder } from '@axe-core/playwright'
import { expect, ourButton, test } from './mall.ts'
import { beMember, openSkin } from './skin.ts'
import { watchOpens } from './window-open.ts'
import { worstStyle } from './worst-skin.ts'

for (const { theme, locales } of [
  { theme: 'light', locales: ['ko', 'en', 'ja', 'zh'] },
  { theme: 'dark', locales: ['ko'] },
]) {
  test(`axe finds nothing against the ${theme} button and its dialogs (${locales.join(', ')})`, async ({
    page,
  }) => {
    await watchOpens(page, 'null')
    await beMember(page, 'shopper1')
    for (const locale of locales) {
      await openSkin(page, {
        body: `<pointpay-button theme="${theme}" locale="${locale}"></pointpay-button>
          <pointpay-button theme="${theme}" locale="${locale}" disabled></pointpay-button>`,
        scripts: `<script async src="https://pointpay.test/sdk/v1/pointpay.js" data-a-code="DEMO"
          data-theme="${theme}" data-locale="${locale}"></script>`,
      })
      const button = page.locator('pointpay-button').first().getByRole('button')
      await expect(button).toBeVisible()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      await button.click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect((await new AxeBuilder({ page }).include('pointpay-dialog').analyze()).violations).toEqual([])
      await expect(page.getByRole('dialog')).toHaveAttribute('lang', locale)
    }
  })
}

test('by keyboard alone: Tab to the button, Enter, Tab through the dialog, Space, and back where one was', async ({
  page,
}) => {
  await watchOpens(page, 'null')
  await beMember(page, 'shopper1')
  await openSkin(page, { head: worstStyle })
  await expect(ourButton(page)).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(ourButton(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: '새 창에서 계속하기' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: '닫기' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(ourButton(page)).toBeFocused()
})

test('the focus can be seen, and a press can be told from rest by a screen reader', async ({
  page,
  pointpay,
}) => {
  await openSkin(page)
  await page.keyboard.press('Tab')
  await expect(ourButton(page)).toHaveCSS('outline-style', 'solid')
  await expect(ourButton(page)).toHaveCSS('outline-width', '3px')
  await page.keyboard.press('Enter')
  await expect(ourButton(page)).toHaveAttribute('aria-busy', 'true')
  expect(pointpay.requests).toContain('/sdk/v1/pointpay.js')
})

test('what a screen reader says: a button with its label, a dialog with its text, in the shopper’s language', async ({
  page,
}) => {
  await watchOpens(page, 'null')
  await beMember(page, 'shopper1')
  await openSkin(page)
  await expect(page.locator('main')).toMatchAriaSnapshot(`
    - heading "손으로 빚은 백자 화병"
    - button "제휴포인트할인"
  `)
  await ourButton(page).click()
  await expect(page.getByRole('dialog')).toMatchAriaSnapshot(`
    - dialog "브라우저가 팝업을 차단했습니다. 아래 버튼을 누르면 새 창에서 계속할 수 있습니다.":
      - paragraph: 브라우저가 팝업을 차단했습니다. 아래 버튼을 누르면 새 창에서 계속할 수 있습니다.
      - link "새 창에서 계속하기"
      - button "닫기"
  `)
})

test.describe('for those who want less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('the waiting mark barely turns', async ({ page }) => {
    await openSkin(page)
    await ourButton(page).click()
    await expect(ourButton(page)).toHaveAttribute('aria-busy', 'true')
    const duration = await ourButton(page).evaluate(
      (button) => getComputedStyle(button, '::before').animationDuration,
    )
    expect(duration).toBe('5s')
  })
})
