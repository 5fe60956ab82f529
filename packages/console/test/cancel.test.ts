// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { aConversion } from '../src/dev/builders.ts'
import { meetTheWire, openConsole, server } from './console.ts'

meetTheWire()

const credited = aConversion({ transactionNumber: 'ME0001' })
const address = '/console/conversions/demomall/ME0001'

test('a credited conversion is cancelled: points shown, reason asked, live until 취소 완료', async () => {
  const { user, backend } = await openConsole(address, { as: 'manager', data: { conversions: [credited] } })
  expect(await screen.findByText('적립 완료')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '취소하기' }))
  const dialog = within(await screen.findByRole('dialog', { name: '전환 취소' }))
  expect(await dialog.findByText('5,000,000원')).toBeTruthy()
  expect(dialog.getByText('12,345원')).toBeTruthy()
  await user.type(dialog.getByLabelText('취소 사유'), '고객 요청')
  await user.click(dialog.getByRole('button', { name: '적립금 회수하고 취소' }))
  expect(await screen.findByText('취소 중')).toBeTruthy()
  expect(await screen.findByText('취소 완료')).toBeTruthy()
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.queryByRole('button', { name: '취소하기' })).toBeNull()
  expect(screen.getByText('고객 요청')).toBeTruthy()
  expect(backend.find('demomall', 'ME0001')?.state).toBe('cancelled')
})

test('too few points: the dialog says both figures and offers no way to cancel', async () => {
  const { user, backend } = await openConsole(address, {
    data: { conversions: [{ ...credited, memberId: aConversion({ memberId: 'hanbyul' }).memberId }] },
  })
  await user.click(await screen.findByRole('button', { name: '취소하기' }))
  const alert = await screen.findByText(/200원이라 12,345원을 회수할 수 없어/)
  expect(alert).toBeTruthy()
  expect(screen.queryByLabelText('취소 사유')).toBeNull()
  expect(screen.queryByRole('button', { name: '적립금 회수하고 취소' })).toBeNull()

  backend.availableOf = () => 20_000
  await user.click(screen.getByRole('button', { name: '다시 확인' }))
  expect(await screen.findByLabelText('취소 사유')).toBeTruthy()
})

test('without a reason nothing is sent, and the field says so', async () => {
  const { user, backend } = await openConsole(address, { data: { conversions: [credited] } })
  await user.click(await screen.findByRole('button', { name: '취소하기' }))
  await user.click(await screen.findByRole('button', { name: '적립금 회수하고 취소' }))
  expect(screen.getByLabelText('취소 사유').getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByText('취소 사유를 적어 주세요.')).toBeTruthy()
  expect(backend.find('demomall', 'ME0001')?.state).toBe('credited')
})

test('points spent between the look and the press: the new figures are shown', async () => {
  const { user, backend } = await openConsole(address, { data: { conversions: [credited] } })
  await user.click(await screen.findByRole('button', { name: '취소하기' }))
  await user.type(await screen.findByLabelText('취소 사유'), '고객 요청')
  backend.availableOf = () => 100
  await user.click(screen.getByRole('button', { name: '적립금 회수하고 취소' }))
  expect(await screen.findByText(/100원이라 12,345원을 회수할 수 없어/)).toBeTruthy()
})

test('Cafe24 down while the points are read: said so, with another try', async () => {
  const { user } = await openConsole(address, { data: { conversions: [credited] } })
  server.use(
    http.get(
      '*/cancel',
      () =>
        HttpResponse.json(
          {
            error: {
              code: 'cafe24_unavailable',
              message: 'Cafe24가 답하지 않아 적립금을 확인하지 못했습니다. 잠시 후 다시 시도해 주세요.',
            },
          },
          { status: 502 },
        ),
      { once: true },
    ),
  )
  await user.click(await screen.findByRole('button', { name: '취소하기' }))
  expect(await screen.findByText(/Cafe24가 답하지 않아/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '다시 시도' }))
  expect(await screen.findByLabelText('취소 사유')).toBeTruthy()
})

test('an answer that never came is not called a failure: the person is told to look again', async () => {
  const { user } = await openConsole(address, { data: { conversions: [credited] } })
  server.use(http.post('*/cancel', () => HttpResponse.error()))
  await user.click(await screen.findByRole('button', { name: '취소하기' }))
  await user.type(await screen.findByLabelText('취소 사유'), '고객 요청')
  await user.click(screen.getByRole('button', { name: '적립금 회수하고 취소' }))
  expect(await screen.findByText(/처리되었는지 알 수 없습니다/)).toBeTruthy()
})

test('closing the dialog gives the focus back to 취소하기', async () => {
  const { user } = await openConsole(address, { data: { conversions: [credited] } })
  const button = await screen.findByRole('button', { name: '취소하기' })
  await user.click(button)
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '닫기' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(button)
})

test('pressed twice in a row, one cancel goes out', async () => {
  const { user } = await openConsole(address, { data: { conversions: [credited] } })
  let asked = 0
  server.use(
    http.post('*/cancel', async () => {
      asked += 1
      await new Promise((resolve) => setTimeout(resolve, 50))
      return undefined
    }),
  )
  await user.click(await screen.findByRole('button', { name: '취소하기' }))
  await user.type(await screen.findByLabelText('취소 사유'), '고객 요청')
  await user.dblClick(screen.getByRole('button', { name: '적립금 회수하고 취소' }))
  expect(await screen.findByText('취소 완료')).toBeTruthy()
  expect(asked).toBe(1)
})
