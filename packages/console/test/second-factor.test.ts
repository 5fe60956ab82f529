// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { anAccount } from '../src/dev/builders.ts'
import { meetTheWire, openConsole } from './console.ts'

meetTheWire()

const withCode = { ...anAccount({ secondFactor: true }), password: 'operator-password' }
const lost = {
  ...anAccount({ login: 'lost', name: '잃은이', secondFactor: true }),
  password: 'lost-password',
}

async function typePassword(user: Awaited<ReturnType<typeof openConsole>>['user'], password: string) {
  await user.type(await screen.findByLabelText('아이디'), 'operator')
  await user.type(screen.getByLabelText('비밀번호'), password)
  await user.click(screen.getByRole('button', { name: '로그인' }))
}

test('an account with a second factor is asked for its code after the password, and a wrong one can be mended', async () => {
  const { user } = await openConsole('/console/', { as: null, data: { accounts: [withCode] } })
  await typePassword(user, 'operator-password')
  const code = await screen.findByLabelText<HTMLInputElement>('인증 코드')
  await expect.poll(() => document.activeElement).toBe(code)
  expect(screen.queryByRole('alert')).toBeNull()
  await user.type(code, '654321{Enter}')
  expect((await screen.findByRole('alert')).textContent).toContain('인증 코드가 맞지 않습니다')
  await user.type(screen.getByLabelText('인증 코드'), '123 456{Enter}')
  expect(await screen.findByRole('heading', { level: 1, name: 'KT포인트다모아' })).toBeTruthy()
})

test('from the code one goes back to log in as somebody else', async () => {
  const { user } = await openConsole('/console/', { as: null, data: { accounts: [withCode] } })
  await typePassword(user, 'operator-password')
  await screen.findByLabelText('인증 코드')
  await user.click(screen.getByRole('button', { name: '다른 계정으로 로그인' }))
  expect(screen.getByLabelText<HTMLInputElement>('비밀번호').value).toBe('')
})

test('an operator without a second factor is told so, and switches it on by password, QR code and code', async () => {
  const { backend, user, copied } = await openConsole('/console/conversions')
  await screen.findByText('2단계 인증 꺼짐')
  await user.click(screen.getByRole('link', { name: /김운영/ }))
  await user.click(await screen.findByRole('button', { name: '2단계 인증 켜기' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('button', { name: '다음' }))
  expect(dialog.getByText('지금 로그인한 계정의 비밀번호를 적어 주세요.')).toBeTruthy()
  await user.type(dialog.getByLabelText(/비밀번호/), 'wrong')
  await user.click(dialog.getByRole('button', { name: '다음' }))
  expect(await dialog.findByText(/비밀번호가 맞지 않습니다/)).toBeTruthy()
  await user.type(dialog.getByLabelText(/비밀번호/), 'operator-password')
  await user.click(dialog.getByRole('button', { name: '다음' }))
  expect(await dialog.findByRole('img', { name: '인증 앱으로 찍을 QR 코드' })).toBeTruthy()
  await expect.poll(() => document.activeElement).toBe(dialog.getByLabelText('인증 코드'))
  await user.click(dialog.getByRole('button', { name: '설정 키 복사' }))
  expect(copied).toEqual(['JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'])
  await user.type(dialog.getByLabelText('인증 코드'), '12345')
  await user.click(dialog.getByRole('button', { name: '켜기' }))
  expect(dialog.getByText('인증 앱에 보이는 숫자 여섯 자리를 입력해 주세요.')).toBeTruthy()
  await user.type(dialog.getByLabelText('인증 코드'), '6')
  await user.click(dialog.getByRole('button', { name: '켜기' }))
  expect(await screen.findByText(/2단계 인증을 켰습니다/)).toBeTruthy()
  expect(screen.queryByText('2단계 인증 꺼짐')).toBeNull()
  expect(backend.me?.secondFactor).toBe(true)
})

test('it is switched off with the password', async () => {
  const { backend, user } = await openConsole('/console/my-account', { data: { accounts: [withCode] } })
  await user.click(await screen.findByRole('button', { name: '2단계 인증 끄기' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.type(dialog.getByLabelText(/비밀번호/), 'operator-password')
  await user.click(dialog.getByRole('button', { name: '끄기' }))
  expect(await screen.findByText('2단계 인증을 껐습니다.')).toBeTruthy()
  expect(backend.me?.secondFactor).toBe(false)
})

test('a manager is not nagged', async () => {
  await openConsole('/console/conversions', { as: 'manager' })
  await screen.findByRole('link', { name: /박매체/ })
  expect(screen.queryByText('2단계 인증 꺼짐')).toBeNull()
})

test('an operator ends the second factor of somebody who lost their phone, with the own password', async () => {
  const me = { ...anAccount(), password: 'operator-password' }
  const { backend, user } = await openConsole('/console/accounts', { data: { accounts: [me, lost] } })
  await user.click(await screen.findByRole('button', { name: 'lost 고치기' }))
  const dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('checkbox', { name: /2단계 인증을 끕니다/ }))
  await user.type(dialog.getByLabelText(/^지금 로그인한 계정/), 'operator-password')
  await user.click(dialog.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('계정 lost을(를) 고쳤습니다.')).toBeTruthy()
  expect(backend.data.accounts.find(({ login }) => login === 'lost')?.secondFactor).toBe(false)
})
