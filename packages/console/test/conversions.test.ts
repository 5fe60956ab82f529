// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { aConversion } from '../src/dev/builders.ts'
import { sampleData } from '../src/dev/sample-data.ts'
import { meetTheWire, NOW, openConsole, server } from './console.ts'

meetTheWire()

const service = { pointhub: true, sandbox: false }

const mine = aConversion({ memberId: 'pointpay', transactionNumber: 'ME0001' })
const others = aConversion({ memberId: 'hanbyul', transactionNumber: 'ME0002', state: 'refused' })

test('searching by member id shows that member alone, and the address holds the search', async () => {
  const { user } = await openConsole('/console/conversions', { data: { conversions: [mine, others] } })
  await screen.findByRole('link', { name: 'ME0002' })
  await user.type(screen.getByLabelText('회원 ID'), ' pointpay ')
  await user.click(screen.getByRole('button', { name: '검색' }))
  expect(await screen.findByRole('link', { name: 'ME0001' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'ME0002' })).toBeNull()
  expect(window.location.search).toBe('?memberId=pointpay')
})

test('an address with a search opens with it filled in and done', async () => {
  await openConsole('/console/conversions?memberId=hanbyul&state=refused', {
    data: { conversions: [mine, others] },
  })
  expect(await screen.findByRole('link', { name: 'ME0002' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'ME0001' })).toBeNull()
  expect(screen.getByLabelText<HTMLInputElement>('회원 ID').value).toBe('hanbyul')
  expect(screen.getByLabelText<HTMLSelectElement>('상태').value).toBe('refused')
})

test('a row says member, amount, state and the time in Korea', async () => {
  await openConsole('/console/conversions', { data: { conversions: [mine] } })
  const row = within(await screen.findByRole('row', { name: /ME0001/ }))
  expect(row.getByText('pointpay')).toBeTruthy()
  expect(row.getByText('12,345원')).toBeTruthy()
  expect(row.getByText('적립 완료')).toBeTruthy()
  expect(row.getByText('2026-11-24 09:10:25')).toBeTruthy()
})

test('더 보기 brings page after page until all are shown, none twice', async () => {
  const { user } = await openConsole('/console/conversions', {
    data: { conversions: sampleData(NOW, service, 70).conversions },
  })
  for (const shown of [30, 60, 70]) {
    await screen.findAllByRole('link', { name: /^ME/ })
    await expect.poll(() => rows().length).toBe(shown)
    if (shown < 70) await user.click(screen.getByRole('button', { name: '더 보기' }))
  }
  expect(new Set(rows()).size).toBe(70)
  expect(screen.queryByRole('button', { name: '더 보기' })).toBeNull()
  expect(screen.getByText('70건을 모두 보여드렸습니다.')).toBeTruthy()
})

test('a page that does not come leaves the rows and can be asked for again', async () => {
  const { user } = await openConsole('/console/conversions', {
    data: { conversions: sampleData(NOW, service, 40).conversions },
  })
  await screen.findAllByRole('link', { name: /^ME/ })
  server.use(http.get('*/console/api/conversions', () => HttpResponse.error(), { once: true }))
  await user.click(screen.getByRole('button', { name: '더 보기' }))
  expect((await screen.findByRole('alert')).textContent).toContain('서버에서 답이 오지 않았습니다')
  expect(screen.getAllByRole('link', { name: /^ME/ })).toHaveLength(30)
  await user.click(screen.getByRole('button', { name: '다시 시도' }))
  await expect.poll(() => screen.getAllByRole('link', { name: /^ME/ }).length).toBe(40)
})

test('nothing found says what to try; nothing there at all says what will come', async () => {
  await openConsole('/console/conversions?memberId=nobody')
  expect(await screen.findByText(/조건에 맞는 전환이 없습니다/)).toBeTruthy()
  await openConsole('/console/conversions')
  expect(await screen.findByText(/아직 전환한 회원이 없습니다/)).toBeTruthy()
})

test('a range that is upside down is refused at the field, before anything is asked', async () => {
  const { user } = await openConsole('/console/conversions')
  await user.type(await screen.findByLabelText('시작일'), '2026-11-20')
  await user.type(screen.getByLabelText('종료일'), '2026-11-01')
  await user.click(screen.getByRole('button', { name: '검색' }))
  const to = screen.getByLabelText('종료일')
  expect(to.getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByText('종료일이 시작일보다 빠릅니다. 기간을 다시 골라 주세요.')).toBeTruthy()
  expect(window.location.search).toBe('')
})

test('what was lost with the connection is loaded by itself when it is back', async () => {
  let down = true
  await openConsole('/console/conversions', {
    data: { conversions: [mine] },
    fetch: (input, init) =>
      down && String(input).includes('/conversions')
        ? Promise.reject(new TypeError('fetch failed'))
        : fetch(input, init),
  })
  expect(await screen.findByRole('alert')).toBeTruthy()
  down = false
  setOnline(false)
  expect(await screen.findByText(/인터넷 연결이 끊겼습니다/)).toBeTruthy()
  setOnline(true)
  expect(await screen.findByRole('link', { name: 'ME0001' })).toBeTruthy()
})

function setOnline(online: boolean): void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: online })
  window.dispatchEvent(new Event(online ? 'online' : 'offline'))
}

function rows(): (string | null)[] {
  return screen.getAllByRole('link', { name: /^ME/ }).map((link) => link.textContent)
}
