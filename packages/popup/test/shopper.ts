import { screen, waitFor } from '@testing-library/preact'
import type { UserEvent } from '@testing-library/user-event'
import { expect } from 'vitest'

/** What a shopper does, step by step. */

export const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name })
export const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
export const alerts = () =>
  screen
    .queryAllByRole('alert')
    .map((each) => each.textContent)
    .filter(Boolean)
    .join(' ')

export async function sendCode(user: UserEvent, phone = '01012345678'): Promise<void> {
  await user.type(await screen.findByLabelText('이름'), '김여정')
  await user.type(screen.getByLabelText('휴대폰 번호'), phone)
  await user.click(button('인증번호 받기'))
  await screen.findByLabelText('인증번호')
}

export async function enterCode(user: UserEvent, code = '482915'): Promise<void> {
  const field = await screen.findByLabelText('인증번호')
  await user.clear(field)
  await user.type(field, code)
  await user.click(button('확인'))
}

export async function identify(user: UserEvent): Promise<void> {
  await sendCode(user)
  await enterCode(user)
  await heading('전환할 포인트를 선택해 주세요')
}

export async function choose(user: UserEvent, kind: string | RegExp = /KT/): Promise<HTMLInputElement> {
  await user.click(await screen.findByRole('radio', { name: kind }))
  await user.click(button('다음'))
  return screen.findByLabelText<HTMLInputElement>('전환할 포인트')
}

export async function enterAmount(user: UserEvent, points: string): Promise<void> {
  const field = await screen.findByLabelText<HTMLInputElement>('전환할 포인트')
  await user.clear(field)
  await user.type(field, points)
  await user.click(button('다음'))
}

/** As far as the last step, where only the agreement is missing. */
export async function comeToReview(user: UserEvent, points = '12345'): Promise<void> {
  await identify(user)
  await choose(user)
  await enterAmount(user, points)
  await heading('전환 내용을 확인해 주세요')
}

export async function convert(user: UserEvent): Promise<void> {
  await user.click(await screen.findByRole('checkbox', { name: '모두 동의합니다' }))
  await user.click(button('전환하기'))
}

export async function expectFocusOnHeading(name: string | RegExp): Promise<void> {
  const element = await heading(name)
  await waitFor(() => expect(document.activeElement).toBe(element))
}
