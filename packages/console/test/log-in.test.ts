// @vitest-environment jsdom
import { screen } from '@testing-library/preact'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { aConversion } from '../src/dev/builders.ts'
import { meetTheWire, NOW, openConsole, server } from './console.ts'

meetTheWire()

/** The countdown looks at the clock once a second. */
const TICKS = { timeout: 5_000 }

test('a manager logs in and comes to KT포인트다모아', async () => {
  const { user } = await openConsole('/console/', { as: null, data: { conversions: [aConversion()] } })
  await user.type(await screen.findByLabelText('아이디'), 'manager')
  await user.type(screen.getByLabelText('비밀번호'), 'manager-password')
  await user.click(screen.getByRole('button', { name: '로그인' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'KT포인트다모아' })).toBeTruthy()
  expect(window.location.pathname).toBe('/console/conversions')
  expect(await screen.findByRole('link', { name: aConversion().transactionNumber })).toBeTruthy()
})

test('a wrong password is told apart from a broken server, and the password field is emptied', async () => {
  const { user } = await openConsole('/console/', { as: null })
  await user.type(await screen.findByLabelText('아이디'), 'manager')
  await user.type(screen.getByLabelText('비밀번호'), 'wrong')
  await user.click(screen.getByRole('button', { name: '로그인' }))
  expect((await screen.findByRole('alert')).textContent).toContain('아이디나 비밀번호가 맞지 않습니다')
  expect(screen.getByLabelText<HTMLInputElement>('비밀번호').value).toBe('')
  expect(screen.getByLabelText<HTMLInputElement>('아이디').value).toBe('manager')
})

test('after too many tries the wait is counted down', async () => {
  let nowMs = NOW
  const { user } = await openConsole('/console/', { as: null, now: () => nowMs })
  server.use(
    http.post('*/console/api/login', () =>
      HttpResponse.json(
        {
          error: {
            code: 'too_many_requests',
            message: '로그인 시도가 너무 많아 잠시 막았습니다.',
            details: { retryAfterS: 90 },
          },
        },
        { status: 429 },
      ),
    ),
  )
  await user.type(await screen.findByLabelText('아이디'), 'manager')
  await user.type(screen.getByLabelText('비밀번호'), 'wrong')
  await user.click(screen.getByRole('button', { name: '로그인' }))
  const timer = await screen.findByRole('timer')
  expect(timer.textContent).toBe('1분 30초 뒤에 다시 시도할 수 있습니다.')
  nowMs += 31_000
  await expect.poll(() => timer.textContent, TICKS).toBe('59초 뒤에 다시 시도할 수 있습니다.')
  nowMs += 59_000
  await expect.poll(() => timer.textContent, TICKS).toBe('이제 다시 시도할 수 있습니다.')
})

test('a session that ends leads to log-in and, after it, back to the same search', async () => {
  const { backend, user } = await openConsole('/console/conversions', {
    data: { conversions: [aConversion()] },
  })
  await screen.findByRole('link', { name: aConversion().transactionNumber })
  backend.me = null
  await user.type(screen.getByLabelText('회원 ID'), 'pointpay')
  await user.click(screen.getByRole('button', { name: '검색' }))
  expect(await screen.findByText(/다시 로그인하면 보던 화면으로/)).toBeTruthy()
  await user.type(screen.getByLabelText('아이디'), 'operator')
  await user.type(screen.getByLabelText('비밀번호'), 'operator-password')
  await user.click(screen.getByRole('button', { name: '로그인' }))
  expect(await screen.findByRole('link', { name: aConversion().transactionNumber })).toBeTruthy()
  expect(window.location.search).toBe('?memberId=pointpay')
  expect(screen.getByLabelText<HTMLInputElement>('회원 ID').value).toBe('pointpay')
})

test('logging out ends at the log-in screen, without talk of an expired session', async () => {
  const { user } = await openConsole('/console/conversions')
  await user.click(await screen.findByRole('button', { name: '로그아웃' }))
  expect(await screen.findByRole('button', { name: '로그인' })).toBeTruthy()
  expect(screen.queryByText(/다시 로그인하면/)).toBeNull()
})

test('a server that cannot be reached at the start says so, and a second try works', async () => {
  let down = true
  const { user } = await openConsole('/console/conversions', {
    fetch: (input, init) => (down ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init)),
  })
  expect((await screen.findByRole('alert')).textContent).toContain('서버에서 답이 오지 않았습니다')
  down = false
  await user.click(screen.getByRole('button', { name: '다시 시도' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'KT포인트다모아' })).toBeTruthy()
})

test("a proxy's page instead of an answer is reported with its status", async () => {
  const { user } = await openConsole('/console/conversions')
  await screen.findByText(/아직 전환한 회원이 없습니다/)
  server.use(
    http.get('*/console/api/conversions', () => HttpResponse.html('<h1>Bad gateway</h1>', { status: 502 })),
  )
  await user.type(screen.getByLabelText('회원 ID'), 'pointpay')
  await user.click(screen.getByRole('button', { name: '검색' }))
  expect((await screen.findByRole('alert')).textContent).toContain('HTTP 502')
})

test('a manager finds no operator screens, neither in the menu nor by address', async () => {
  await openConsole('/console/accounts', { as: 'manager' })
  expect(await screen.findByRole('heading', { level: 1, name: '없는 화면입니다' })).toBeTruthy()
  for (const name of ['계정', '감사 기록']) expect(screen.queryByRole('link', { name })).toBeNull()
  for (const name of ['KT포인트다모아', '검토 대기', '매체', '정산'])
    expect(screen.getByRole('link', { name })).toBeTruthy()
})
