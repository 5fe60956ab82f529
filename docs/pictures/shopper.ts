import type { Page } from '@playwright/test'

/** The popup's steps, each as a shopper takes it; what is looked at lies between them. */
export async function enterPerson(popup: Page, phone: string): Promise<void> {
  await popup.getByLabel('이름').fill('홍길동')
  await popup.getByLabel('휴대폰 번호').fill(phone)
}

export async function sendCode(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: '인증번호 받기' }).click()
  await popup.getByLabel('인증번호').waitFor()
}

/** Enters the code that the sandbox shows. */
export async function confirmCode(popup: Page): Promise<void> {
  const shown = await popup.getByText(/시험용 인증번호 \d{6}/).textContent()
  await popup.getByLabel('인증번호').fill(/\d{6}/.exec(shown ?? '')?.[0] ?? '')
  await popup.getByRole('button', { name: '확인', exact: true }).click()
  await popup.getByRole('radio', { name: /KT/ }).waitFor()
}

export async function chooseKind(popup: Page): Promise<void> {
  await popup.getByRole('radio', { name: /KT/ }).check()
}

export async function next(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: '다음' }).click()
}

export async function enterPoints(popup: Page, points: number): Promise<void> {
  const field = popup.getByLabel('전환할 포인트')
  await field.waitFor()
  await field.fill(String(points))
}

export async function agree(popup: Page): Promise<void> {
  await popup.getByRole('checkbox', { name: '모두 동의합니다' }).check()
}

export async function convert(popup: Page): Promise<void> {
  await popup.getByRole('button', { name: '전환하기' }).click()
}

export async function untilHeading(popup: Page, name: string): Promise<void> {
  await popup.getByRole('heading', { name }).waitFor()
}
