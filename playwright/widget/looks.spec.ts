import type { Locator, Page } from '@playwright/test'
import { expect, ourButton, test } from './mall.ts'
import { beMember, openSkin } from './skin.ts'
import { watchOpens } from './window-open.ts'
import { worstStyle } from './worst-skin.ts'

/**
 * The button and what the browser makes of it: every computed property of it, and of what is drawn before its label. Not
 * the custom ones: those of the page are inherited by whatever is in it, and the button uses none but `--pointpay-*`.
 */
const computed = (page: Page) =>
  page.evaluate(() => {
    const host = document.querySelector('pointpay-button')!
    const button = host.shadowRoot!.querySelector('button')!
    const all = (style: CSSStyleDeclaration) =>
      Object.fromEntries(
        [...style]
          .filter((name) => !name.startsWith('--'))
          .map((name) => [name, style.getPropertyValue(name)]),
      )
    return {
      host: all(getComputedStyle(host)),
      button: all(getComputedStyle(button)),
      mark: all(getComputedStyle(button, '::before')),
    }
  })

/** What is painted within an element's corners, which are round and let the page be seen. */
async function pictureOf(page: Page, element: Locator, cornerPx: number): Promise<Buffer> {
  await element.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await element.boundingBox())!
  const clip = {
    x: x + cornerPx,
    y: y + cornerPx,
    width: width - 2 * cornerPx,
    height: height - 2 * cornerPx,
  }
  return page.screenshot({ clip, animations: 'disabled' })
}

/** The share of pixels that differ by more than what anti-aliasing on another background makes of text. */
const difference = (page: Page, pictures: Buffer[]) =>
  page.evaluate(
    async (sources) => {
      const [one, other] = await Promise.all(
        sources.map(async (source) => {
          const bitmap = await createImageBitmap(await (await fetch(source)).blob())
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
          canvas.drawImage(bitmap, 0, 0)
          return canvas.getImageData(0, 0, bitmap.width, bitmap.height).data
        }),
      )
      if (one!.length !== other!.length) return 1
      return one!.filter((value, at) => Math.abs(value - other![at]!) > 40).length / one!.length
    },
    pictures.map((picture) => `data:image/png;base64,${picture.toString('base64')}`),
  )

async function looksOf(page: Page, head: string) {
  await openSkin(page, { head })
  await expect(page.locator('pointpay-button button')).toHaveText('제휴포인트할인')
  return { looks: await computed(page), picture: await pictureOf(page, ourButton(page), 10) }
}

test('a skin’s worst global CSS changes no property of the button', async ({ page }) => {
  await beMember(page, 'shopper1')
  const plain = await looksOf(page, '')
  const worst = await looksOf(page, worstStyle)
  expect(worst.looks.button).toEqual(plain.looks.button)
  expect(worst.looks.mark).toEqual(plain.looks.mark)
  expect(worst.looks.host).toEqual(plain.looks.host)
  expect(await difference(page, [plain.picture, worst.picture])).toBeLessThan(0.01)
})

test('the dialog stands against it too, and can be pressed', async ({ page }) => {
  const pictures: Buffer[] = []
  await watchOpens(page, 'null')
  await beMember(page, 'shopper1')
  for (const head of ['', worstStyle]) {
    await openSkin(page, { head })
    await ourButton(page).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toBeVisible()
    pictures.push(await pictureOf(page, dialog, 16))
    await page.getByRole('button', { name: '닫기' }).click()
    await expect(dialog).toBeHidden()
  }
  expect(await difference(page, pictures)).toBeLessThan(0.01)
})

test('a mall gives the button its own colours, size and shape by custom properties', async ({ page }) => {
  await openSkin(page, {
    head: `<style>:root { --pointpay-background: rgb(1, 2, 3); --pointpay-color: rgb(4, 5, 6);
      --pointpay-border-color: rgb(7, 8, 9); --pointpay-radius: 3px; --pointpay-width: 321px; --pointpay-margin: 11px;
      --pointpay-font: serif }</style>`,
  })
  await expect(ourButton(page)).toBeVisible()
  const { host, button } = await computed(page)
  expect(button).toMatchObject({
    'background-color': 'rgb(1, 2, 3)',
    color: 'rgb(4, 5, 6)',
    'border-top-color': 'rgb(7, 8, 9)',
    'border-top-left-radius': '3px',
    'font-family': 'serif',
    width: '321px',
  })
  expect(host['margin-top']).toBe('11px')
})

test('and anything else by ::part(button)', async ({ page }) => {
  await openSkin(page, {
    head: '<style>pointpay-button::part(button) { text-decoration: underline; height: 77px }</style>',
  })
  await expect(ourButton(page)).toBeVisible()
  const { button } = await computed(page)
  expect(button).toMatchObject({ 'text-decoration-line': 'underline', height: '77px' })
})

test('theme, size, label, locale and disabled do what they say, at once when they change', async ({
  page,
}) => {
  await openSkin(page)
  const button = page.locator('pointpay-button').getByRole('button')
  const height = async () => (await button.boundingBox())!.height
  const set = (name: string, value: string) =>
    page.evaluate(([n, v]) => document.querySelector('pointpay-button')!.setAttribute(n, v), [
      name,
      value,
    ] as const)
  await expect(button).toHaveText('제휴포인트할인')
  const medium = await height()
  await set('size', 'small')
  const small = await height()
  await set('size', 'large')
  expect([small < medium, medium < (await height())]).toEqual([true, true])
  const light = (await computed(page)).button['background-color']
  await set('theme', 'dark')
  expect((await computed(page)).button['background-color']).not.toBe(light)
  for (const [locale, label] of [
    ['en', 'Use partner points'],
    ['ja', '提携ポイント割引'],
    ['zh', '合作积分抵扣'],
    ['fr', '제휴포인트할인'],
  ] as const) {
    await set('locale', locale)
    await expect(button).toHaveText(label)
  }
  await set('label', '<b>포인트</b>')
  await expect(button).toHaveText('<b>포인트</b>')
  await set('disabled', '')
  await expect(button).toBeDisabled()
})

test('the button speaks the page’s language unless it is told another', async ({ page }) => {
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.documentElement) document.documentElement.lang = 'ja-JP'
    }).observe(document, { childList: true })
  })
  await openSkin(page)
  await expect(page.getByRole('button', { name: '提携ポイント割引' })).toBeVisible()
})

test('every text can be replaced', async ({ page }) => {
  const texts = { button: '버튼', blocked: '차단됨', proceed: '계속', close: '그만' }
  await watchOpens(page, 'null')
  await beMember(page, 'shopper1')
  await openSkin(page, {
    head: `<script>PointPay = [['configure', { texts: ${JSON.stringify(texts)} }]]</script>`,
  })
  await page.getByRole('button', { name: '버튼' }).click()
  await expect(page.getByRole('dialog', { name: '차단됨' })).toBeVisible()
  await expect(page.getByRole('link', { name: '계속' })).toBeVisible()
  await page.getByRole('button', { name: '그만' }).click()
})
