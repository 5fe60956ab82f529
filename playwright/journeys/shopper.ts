import type { Page } from '@playwright/test'
import { expect } from './mall.ts'

/** The button of the widget, wherever the skin put it. */
export const pointPayButton = (page: Page) => page.getByRole('button', { name: '제휴포인트할인' }).first()

/** Presses the button once it knows the member, and gives the popup. */
export async function openPopup(page: Page): Promise<Page> {
  const button = pointPayButton(page)
  await expect(button).toBeEnabled()
  const opened = page.waitForEvent('popup')
  await button.click()
  const popup = await opened
  await popup.waitForURL(/\/pointhub\/direct/)
  return popup
}

export interface PointPayEvent {
  name: string
  nonce: string
  amount?: number
  points?: number
  transactionNumber?: string
  test?: boolean
}

/** Listens as the mall's page would, until it is left; the answer reads what was heard since, in order. */
export async function listenToPointPay(page: Page): Promise<() => Promise<PointPayEvent[]>> {
  await expect(pointPayButton(page)).toBeEnabled()
  const heard = await page.evaluateHandle(() => {
    const events: PointPayEvent[] = []
    const { PointPay } = window as unknown as {
      PointPay: { on(name: string, listener: (event: Omit<PointPayEvent, 'name'>) => void): void }
    }
    for (const name of ['converted', 'credited', 'cancel', 'close', 'error'])
      PointPay.on(name, (event) => events.push({ name, ...event }))
    return events
  })
  return () => heard.jsonValue()
}

/** Goes through the popup from its first step until the result. */
export async function convert(popup: Page, points: number): Promise<void> {
  await identify(popup)
  await popup.getByRole('radio', { name: /KT/ }).check()
  await popup.getByRole('button', { name: '다음' }).click()
  await popup.getByLabel('전환할 포인트').fill(String(points))
  await popup.getByRole('button', { name: '다음' }).click()
  await popup.getByRole('checkbox', { name: '모두 동의합니다' }).check()
  await popup.getByRole('button', { name: '전환하기' }).click()
}

/** Passes the sandbox's identity check with the code that it shows. */
export async function identify(popup: Page): Promise<void> {
  await popup.getByLabel('이름').fill('김여정')
  await popup.getByLabel('휴대폰 번호').fill(`010${Math.floor(10_000_000 + Math.random() * 89_999_999)}`)
  await popup.getByRole('button', { name: '인증번호 받기' }).click()
  const code = await popup
    .getByText(/\b\d{6}\b/)
    .first()
    .textContent()
  await popup.getByLabel('인증번호').fill(/\b(\d{6})\b/.exec(code ?? '')?.[1] ?? '')
  await popup.getByRole('button', { name: '확인', exact: true }).click()
}

/** Waits for the 적립금 to arrive by itself. */
export async function expectCredited(popup: Page): Promise<void> {
  await expect(popup.getByRole('heading', { name: '적립 완료' })).toBeVisible()
}

/** Presses the popup's own close. The click ends its page, which may pass for a click that failed; that it is closed is what counts. */
export async function closePopup(popup: Page): Promise<void> {
  const closed = popup.waitForEvent('close')
  const close = popup.getByRole('button', { name: '닫기' })
  await Promise.all([closed, close.click().catch(() => {})])
}
