import { expect, type Browser, type Page } from '@playwright/test'
import { textToCopy } from './console.ts'
import type { Mall } from './mall.ts'

/**
 * Adds a media for a mall that {@link Mall.open} made, in the console of a logged-in operator. The console then shows the
 * media; the answer is its install address.
 */
export async function addMedia(page: Page, mall: Mall, code: string): Promise<string> {
  await page.getByRole('link', { name: '매체', exact: true }).click()
  await page.getByRole('link', { name: '매체 추가' }).click()
  await page.getByLabel('매체 코드').fill(code)
  await page.getByLabel('매체 이름').fill('봄날상점')
  await page.getByLabel('Cafe24 쇼핑몰 ID').fill(code)
  await page.getByLabel('Client ID').fill('journey-client')
  await page.getByLabel('Client Secret').fill('journey-secret')
  await page.getByLabel('쇼핑몰 주소').fill(mall.origin)
  // The simulated skin's button sends no proof of the member. With PointPay's own popup nothing is asked.
  const unproven = page.getByRole('radio', { name: '확인하지 않음' })
  if (await unproven.isVisible()) await unproven.check()
  await page.getByRole('button', { name: '추가' }).click()
  await expect(page.getByText('동의 전')).toBeVisible()
  return textToCopy(page, `/solution/install/${code}`)
}

/** Agrees as the mall's owner, in a browser of their own. */
export async function consentAsOwner(browser: Browser, installUrl: string): Promise<void> {
  const context = await browser.newContext({ locale: 'ko-KR' })
  const owner = await context.newPage()
  await owner.goto(installUrl)
  await owner.getByRole('button', { name: '동의함' }).click()
  await expect(owner.getByRole('heading', { name: '토큰 발급 완료' })).toBeVisible()
  await context.close()
}
