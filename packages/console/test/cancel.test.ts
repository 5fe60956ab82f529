// @vitest-environment jsdom
import { screen, within } from '@testing-library/preact'
import { http, HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { aConversion } from '../src/dev/builders.ts'
import type { Backend } from '../src/dev/backend.ts'
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

describe('where somebody seems to have taken the points back by hand', () => {
  const byHand = { at: '2026-11-24T00:11:00.000Z', change: -12_345, reason: '고객센터 회수' }
  const isThisCancel = '이 기록이 이번 취소입니다 (추가로 차감하지 않음)'
  const isAnotherMatter = '다른 건입니다 (적립금을 차감)'
  const cameIn = '그사이 손으로 차감한 것으로 보이는 기록이 새로 들어왔습니다.'

  /** Opens the dialog, and keeps what its cancels ask for. */
  async function openDialog(prepare: (backend: Backend) => void) {
    const asked: unknown[] = []
    const { user, backend } = await openConsole(address, {
      data: { conversions: [credited] },
      fetch: async (where, init) => {
        const request = new Request(where, init)
        if (request.method === 'POST') asked.push(await request.clone().json())
        return fetch(request)
      },
    })
    await screen.findByText('적립 완료')
    prepare(backend)
    await user.click(screen.getByRole('button', { name: '취소하기' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.type(await dialog.findByLabelText('취소 사유'), '고객 요청')
    return { user, backend, dialog, asked }
  }
  const choice = (name: string) =>
    screen.getByRole<HTMLInputElement>('radio', {
      name: new RegExp(name.replaceAll(/[()]/g, String.raw`\$&`)),
    })

  test('the dialog shows the record, and cannot be confirmed until a person says what it is', async () => {
    const { user, dialog, asked } = await openDialog((backend) => (backend.perhapsTakenOf = () => [byHand]))
    expect(
      dialog.getByText('이 회원의 적립금 내역에 이미 손으로 차감한 것으로 보이는 기록이 있습니다.'),
    ).toBeTruthy()
    const row = within(dialog.getByRole('row', { name: /고객센터 회수/ }))
    expect(row.getByText('2026-11-24 09:11:00')).toBeTruthy()
    expect(row.getByText('-12,345원')).toBeTruthy()
    expect(choice(isThisCancel).checked).toBe(false)
    expect(choice(isAnotherMatter).checked).toBe(false)
    const confirm = dialog.getByRole<HTMLButtonElement>('button', { name: '취소하기' })
    expect(confirm.disabled).toBe(true)
    await user.click(confirm)
    await user.type(dialog.getByLabelText('취소 사유'), '{Enter}')
    expect(asked).toEqual([])
  })

  test.each([
    ['this cancel', isThisCancel, '추가로 차감하지 않고 취소', 'taken'],
    ['another matter', isAnotherMatter, '적립금 회수하고 취소', 'deduct'],
  ])('said to be %s, that is what is asked for', async (_what, label, submit, value) => {
    const { user, dialog, asked } = await openDialog((backend) => (backend.perhapsTakenOf = () => [byHand]))
    await user.click(choice(label))
    await user.click(dialog.getByRole('button', { name: submit }))
    expect(await screen.findByText('취소 완료')).toBeTruthy()
    expect(asked).toEqual([{ reason: '고객 요청', byHand: { choice: value, rows: [byHand] } }])
  })

  test('with too little left, it can still be this cancel, and nothing else', async () => {
    const { user, dialog } = await openDialog((backend) => {
      backend.perhapsTakenOf = () => [byHand]
      backend.availableOf = () => 200
    })
    expect(choice(isAnotherMatter).disabled).toBe(true)
    expect(dialog.getByText(/200원이라 지금은 차감할 수 없습니다/)).toBeTruthy()
    await user.click(choice(isThisCancel))
    await user.click(dialog.getByRole('button', { name: '추가로 차감하지 않고 취소' }))
    expect(await screen.findByText('취소 완료')).toBeTruthy()
  })

  test('a record that came up while the dialog was open is shown then, and read out', async () => {
    const { user, backend, dialog, asked } = await openDialog(() => {})
    backend.perhapsTakenOf = () => [byHand]
    await user.click(dialog.getByRole('button', { name: '적립금 회수하고 취소' }))
    expect(await dialog.findByText('고객센터 회수')).toBeTruthy()
    expect(dialog.getByRole('alert').textContent).toContain(cameIn)
    expect(dialog.getByLabelText<HTMLTextAreaElement>('취소 사유').value).toBe('고객 요청')
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: '취소하기' }).disabled).toBe(true)
    await user.click(choice(isThisCancel))
    await user.click(dialog.getByRole('button', { name: '추가로 차감하지 않고 취소' }))
    expect(await screen.findByText('취소 완료')).toBeTruthy()
    expect(asked).toEqual([
      { reason: '고객 요청' },
      { reason: '고객 요청', byHand: { choice: 'taken', rows: [byHand] } },
    ])
  })

  test('a record that came in beside the one shown is shown too, said to be new, and asked about again', async () => {
    const { user, backend, dialog, asked } = await openDialog(
      (each) => (each.perhapsTakenOf = () => [byHand]),
    )
    const colleagues = { at: '2026-11-24T00:11:40.000Z', change: -12_345, reason: '동료가 회수' }
    await user.click(choice(isAnotherMatter))
    backend.perhapsTakenOf = () => [byHand, colleagues]
    await user.click(dialog.getByRole('button', { name: '적립금 회수하고 취소' }))
    expect(await dialog.findByText('동료가 회수')).toBeTruthy()
    expect(dialog.getByText('고객센터 회수')).toBeTruthy()
    expect(dialog.getByRole('alert').textContent).toContain(cameIn)
    expect(backend.find('demomall', 'ME0001')?.state).toBe('credited')
    expect(choice(isAnotherMatter).checked).toBe(false)
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: '취소하기' }).disabled).toBe(true)
    await user.click(choice(isThisCancel))
    await user.click(dialog.getByRole('button', { name: '추가로 차감하지 않고 취소' }))
    expect(await screen.findByText('취소 완료')).toBeTruthy()
    expect(asked).toEqual([
      { reason: '고객 요청', byHand: { choice: 'deduct', rows: [byHand] } },
      { reason: '고객 요청', byHand: { choice: 'taken', rows: [byHand, colleagues] } },
    ])
  })

  test('of two records one is gone: the dialog says that they changed, not that one came in', async () => {
    const other = { ...byHand, reason: '이벤트 회수' }
    const { user, backend, dialog } = await openDialog(
      (each) => (each.perhapsTakenOf = () => [byHand, other]),
    )
    await user.click(choice(isThisCancel))
    backend.perhapsTakenOf = () => [byHand]
    await user.click(dialog.getByRole('button', { name: '추가로 차감하지 않고 취소' }))
    const alert = await dialog.findByRole('alert')
    expect(alert.textContent).toContain('그사이 적립금 내역의 기록이 바뀌었습니다.')
    expect(alert.textContent).not.toContain(cameIn)
    expect(dialog.queryByText('이벤트 회수')).toBeNull()
    expect(choice(isThisCancel).checked).toBe(false)
  })

  test('a record that is gone when it is said to be this cancel: nothing is cancelled, and the dialog says why', async () => {
    const { user, backend, dialog } = await openDialog((each) => (each.perhapsTakenOf = () => [byHand]))
    await user.click(choice(isThisCancel))
    backend.perhapsTakenOf = () => []
    const message = '손으로 차감한 기록이 없어 취소하지 않았습니다.'
    server.use(
      http.post('*/cancel', () =>
        HttpResponse.json(
          { error: { code: 'points_perhaps_taken', message, perhapsTaken: [] } },
          { status: 409 },
        ),
      ),
    )
    await user.click(dialog.getByRole('button', { name: '추가로 차감하지 않고 취소' }))
    expect(await dialog.findByText(message)).toBeTruthy()
    expect(dialog.queryByRole('radio')).toBeNull()
    expect(dialog.getByRole('button', { name: '적립금 회수하고 취소' })).toBeTruthy()
  })
})
