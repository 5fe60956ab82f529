// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/preact'
import { http } from 'msw'
import { expect, test } from 'vitest'
import { api, refuse } from '../src/dev/answers.ts'
import { expectAccessible, meetTheWire, openPopup, server } from './popup.ts'
import { alerts, button, enterCode, heading, sendCode } from './shopper.ts'

meetTheWire()

test('an empty form names what is missing, field by field, and asks nobody', async () => {
  const { user, backend } = await openPopup()
  await user.click(await screen.findByRole('button', { name: '인증번호 받기' }))
  const name = screen.getByLabelText('이름')
  expect(name.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(name)
  expect(alerts()).toContain('이름을 입력해 주세요')
  expect(alerts()).toContain('휴대폰 번호를 확인해 주세요')
  expect(backend.session?.identity.status).toBe('needed')
  await expectAccessible()

  await user.type(name, '김여정')
  await user.type(screen.getByLabelText('휴대폰 번호'), '0212345678')
  await user.click(button('인증번호 받기'))
  expect(document.activeElement).toBe(screen.getByLabelText('휴대폰 번호'))
})

test('a number is given its dashes as it is typed, whatever script its digits are in', async () => {
  const { user } = await openPopup()
  const phone = await screen.findByLabelText<HTMLInputElement>('휴대폰 번호')
  await user.type(phone, '01012345678')
  expect(phone.value).toBe('010-1234-5678')
  await user.clear(phone)
  await user.type(phone, '０１１３４５６７８９')
  expect(phone.value).toBe('011-345-6789')
})

test('a wrong code says how many tries are left, and the next one can be typed at once', async () => {
  const { user } = await openPopup()
  await sendCode(user)
  await enterCode(user, '000000')
  await waitFor(() => expect(alerts()).toContain('4번 더 입력할 수 있습니다'))
  expect(alerts()).toContain('포인트는 그대로입니다')
  expect(document.activeElement).toBe(screen.getByLabelText('인증번호'))
  await expectAccessible()
  await enterCode(user)
  await heading('전환할 포인트를 선택해 주세요')
})

test('too few digits are told before they are sent', async () => {
  const { user, backend } = await openPopup()
  await sendCode(user)
  await user.type(screen.getByLabelText('인증번호'), '12a3')
  expect(screen.getByLabelText<HTMLInputElement>('인증번호').value).toBe('123')
  await user.click(button('확인'))
  expect(alerts()).toContain('인증번호 6자리를 입력해 주세요')
  expect(backend.session?.identity).toMatchObject({ triesLeft: 5 })
})

/** Enters wrong codes until the code can be used no more. */
async function useUp({ user, backend }: Awaited<ReturnType<typeof openPopup>>) {
  for (let tries = 0; tries < 5; tries += 1) {
    await enterCode(user, '000000')
    await waitFor(() => {
      const { identity } = backend.session ?? {}
      expect(identity?.status === 'sent' ? identity.triesLeft : 0).toBe(4 - tries)
    })
  }
}

test('after five wrong codes that code is dead, which is said, and a new one can be had', async () => {
  let nowMs = Date.now()
  const popup = await openPopup({ now: () => nowMs })
  await sendCode(popup.user)
  await useUp(popup)
  await waitFor(() => expect(alerts()).toContain('여러 번 틀려 더 쓸 수 없습니다'))
  expect(alerts()).not.toContain('유효시간이 지났습니다')
  expect(button('확인').disabled).toBe(true)
  await expectAccessible()
  nowMs += 30_000
  await popup.user.click(await screen.findByRole('button', { name: '다시 받기' }))
  await waitFor(() => expect(button('확인').disabled).toBe(false))
  await enterCode(popup.user)
  await heading('전환할 포인트를 선택해 주세요')
})

test('after three codes that were all wrong the check is locked, says for how long, and opens again by itself', async () => {
  let nowMs = Date.now()
  const popup = await openPopup({ now: () => nowMs })
  const { user, backend } = popup
  await sendCode(user)
  for (let codes = 0; codes < 3; codes += 1) {
    await useUp(popup)
    if (codes === 2) break
    nowMs += 30_000
    await user.click(await screen.findByRole('button', { name: '다시 받기' }))
    await waitFor(() => expect(button('확인').disabled).toBe(false))
  }
  await heading('잠시 잠겼습니다')
  expect(screen.getByText(/10:00 뒤에 다시/).textContent).toContain('포인트는 그대로입니다')
  expect(button('다시 시도').disabled).toBe(true)
  await expectAccessible()

  nowMs += 10 * 60_000
  await waitFor(() => expect(button('다시 시도').disabled).toBe(false))
  backend.change({ identity: { status: 'needed' } })
  await screen.findByLabelText('이름')
})

test('a code that ran out is told at once, and a new one can be had', async () => {
  let nowMs = Date.now()
  const { user } = await openPopup({ now: () => nowMs })
  await sendCode(user)
  expect(screen.getByRole('timer').textContent).toBe('3:00')
  expect(button('0:30 뒤 다시 받기').disabled).toBe(true)
  nowMs += 3 * 60_000
  await waitFor(() => expect(alerts()).toContain('인증번호의 유효시간이 지났습니다'))
  expect(button('확인').disabled).toBe(true)
  await expectAccessible()
  await user.click(button('다시 받기'))
  await waitFor(() => expect(screen.getByRole('timer').textContent).toBe('3:00'))
  await enterCode(user)
  await heading('전환할 포인트를 선택해 주세요')
})

test('name and number can be changed after a code was sent', async () => {
  let nowMs = Date.now()
  const { user } = await openPopup({ now: () => nowMs })
  await sendCode(user)
  await user.click(button('정보 바꾸기'))
  expect((await screen.findByLabelText<HTMLInputElement>('이름')).value).toBe('김여정')
  const phone = screen.getByLabelText('휴대폰 번호')
  await user.clear(phone)
  await user.type(phone, '01099998888')
  nowMs += 31_000
  await user.click(button('인증번호 받기'))
  await screen.findByText('010-****-8888 번호로 인증번호를 보냈습니다.', { selector: '.lead' })
})

test('a code that was on its way already leads to its field, not to a dead end', async () => {
  const { user, backend } = await openPopup()
  await sendCode(user)
  await user.click(button('정보 바꾸기'))
  await user.click(await screen.findByRole('button', { name: '인증번호 받기' }))
  await screen.findByLabelText('인증번호')
  expect(backend.session?.identity.status).toBe('sent')
})

test('a code sent from another window of the same session shows here too', async () => {
  const { backend } = await openPopup()
  await heading('본인확인을 해 주세요')
  const inAMinute = new Date(Date.now() + 60_000).toISOString()
  backend.change({
    identity: {
      status: 'sent',
      maskedPhone: '010-****-5678',
      codeExpiresAt: inAMinute,
      resendAt: inAMinute,
      triesLeft: 5,
      sandboxCode: null,
    },
  })
  await screen.findByLabelText('인증번호')
  expect(screen.queryByText(/시험용/)).toBeNull()
})

test("a refusal is told in the server's words, and can be tried again where that may help", async () => {
  const { user } = await openPopup()
  await screen.findByLabelText('이름')
  server.use(http.post(api('/sessions/:id/identity'), () => refuse('provider_unavailable'), { once: true }))
  await user.type(screen.getByLabelText('이름'), '김여정')
  await user.type(screen.getByLabelText('휴대폰 번호'), '01012345678')
  await user.click(button('인증번호 받기'))
  await waitFor(() => expect(alerts()).toContain('포인트 제휴사가 응답하지 않습니다'))
  await expectAccessible()
  await user.click(button('다시 시도'))
  await screen.findByLabelText('인증번호')
})
