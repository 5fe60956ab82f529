import type { Page } from '@playwright/test'

/** Logs in to the console, as the demo media's manager unless told. */
export async function logInToConsole(page: Page, login = 'demo', password = 'pointpay-demo'): Promise<void> {
  await page.goto('/console/')
  await page.getByLabel('아이디').fill(login)
  await page.getByLabel('비밀번호').fill(password)
  await page.getByRole('button', { name: '로그인' }).click()
  await page.getByRole('link', { name: 'KT포인트다모아' }).waitFor()
}

/** Finds a member's conversions, newest first, as the guide has it. */
export async function searchMember(page: Page, memberId: string): Promise<void> {
  await page.getByRole('link', { name: 'KT포인트다모아' }).click()
  await page.getByLabel('회원 ID').fill(memberId)
  await page.getByRole('button', { name: '검색' }).click()
}

/** One of the texts that a media's screen offers to copy, letter for letter: the first that holds this. */
export async function textToCopy(page: Page, holding: string): Promise<string> {
  return (await page.locator('pre').filter({ hasText: holding }).first().innerText()).trim()
}
