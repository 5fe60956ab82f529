import type { Browser } from '@playwright/test'
import { openContext, take } from './camera.ts'

/** The owner's way: Cafe24's consent, `토큰 발급 완료`, and what a refusal looks like. */
export async function takeConsent(browser: Browser, origin: string): Promise<void> {
  const context = await openContext(browser, { width: 720, height: 340 })
  const page = await context.newPage()
  await page.goto(`${origin}/solution/install/demo`)
  await take(page, 'consent', 900)
  await page.getByRole('button', { name: '거부' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await take(page, 'consent-denied', 900)
  await page.goto(`${origin}/solution/install/demo`)
  await page.getByRole('button', { name: '동의함' }).click()
  await page.getByRole('heading', { name: '토큰 발급 완료' }).waitFor()
  await take(page, 'consent-done', 900)
  await context.close()
}
