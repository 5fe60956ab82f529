// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/preact'
import { http } from 'msw'
import { describe, expect, test } from 'vitest'
import { api, refuse } from '../src/dev/answers.ts'
import { aKind, cashbag, lpoint } from '../src/dev/builders.ts'
import { expectAccessible, meetTheWire, openPopup, server } from './popup.ts'
import { alerts, button, choose, heading, identify, enterAmount, sendCode, enterCode } from './shopper.ts'

meetTheWire()

describe('the kinds of points', () => {
  test('each says its balance, rate and minimum; going on without a choice asks for one', async () => {
    const { user } = await openPopup()
    await identify(user)
    const cash = screen.getByRole('radio', { name: /OK캐쉬백/ }).closest('label')
    expect(cash?.textContent).toContain('18,750P')
    expect(cash?.textContent).toContain('10P = 9원')
    expect(cash?.textContent).toContain('최소 1,000P')
    await user.click(button('다음'))
    expect(alerts()).toContain('전환할 포인트를 선택해 주세요')
    await expectAccessible()
  })

  test('a partner that does not answer cannot be chosen, and can be asked again', async () => {
    const kinds = [aKind(), cashbag({ available: false, balance: 0 })]
    const { user, backend } = await openPopup({ behaviour: { kinds } })
    await identify(user)
    const cash = () => screen.getByRole<HTMLInputElement>('radio', { name: /OK캐쉬백/ })
    expect(cash().disabled).toBe(true)
    expect(screen.getByText(/그 포인트는 그대로입니다/)).toBeTruthy()
    await expectAccessible()
    backend.behaviour.kinds = [aKind(), cashbag()]
    await user.click(button('다시 불러오기'))
    await waitFor(() => expect(cash().disabled).toBe(false))
    expect(screen.queryByText(/그 포인트는 그대로입니다/)).toBeNull()
  })

  test('too little of everything is an empty state with its reasons', async () => {
    const kinds = [aKind({ balance: 40 }), lpoint({ balance: 3_000, maximum: 0 })]
    const { user } = await openPopup({ behaviour: { kinds } })
    await sendCode(user)
    await enterCode(user)
    await heading('지금 전환할 수 있는 포인트가 없습니다')
    expect(screen.getByText('최소 100P부터 전환할 수 있습니다.')).toBeTruthy()
    expect(screen.getByText('오늘 전환할 수 있는 한도를 모두 썼습니다.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: '다음' })).toBeNull()
    await expectAccessible()
  })

  test('balances that cannot be read again leave the old ones and say so', async () => {
    const { user } = await openPopup()
    await identify(user)
    server.use(http.post(api('/sessions/:id/balances'), () => refuse('provider_unavailable')))
    await user.click(button('다시 불러오기'))
    await waitFor(() => expect(alerts()).toContain('포인트 제휴사가 응답하지 않습니다'))
    expect(screen.getByText('52,340P')).toBeTruthy()
  })
})

describe('the amount', () => {
  const received = () => document.querySelector('.receipt-amount')?.textContent

  test('is grouped as it is typed, and says what the mall receives at the rate', async () => {
    const { user } = await openPopup()
    await identify(user)
    const field = await choose(user, /OK캐쉬백/)
    await user.type(field, '12345')
    expect(field.value).toBe('12,345')
    await user.clear(field)
    await user.type(field, '10010')
    expect(received()).toBe('9,009원')
    expect(screen.getByText('10P = 9원')).toBeTruthy()
    expect(screen.getByText('8,740P')).toBeTruthy()
    await waitFor(() =>
      expect(screen.getAllByRole('status').map((each) => each.textContent)).toContain(
        '10,010P를 전환하면 적립금 9,009원을 받습니다.',
      ),
    )
  })

  test('takes letters, signs and too many digits for what they are, and keeps the caret at its digit', async () => {
    const { user } = await openPopup()
    await identify(user)
    const field = await choose(user)
    await user.type(field, '1a2-3.4')
    expect(field.value).toBe('1,234')
    field.setSelectionRange(1, 1)
    await user.keyboard('9')
    expect(field.value).toBe('19,234')
    await user.keyboard('8')
    expect(field.value).toBe('198,234')
    await user.keyboard('{Backspace}')
    expect(field.value).toBe('19,234')
    field.setSelectionRange(3, 3)
    await user.keyboard('{Backspace}')
    expect(field.value).toBe('1,234')
    await user.clear(field)
    await user.type(field, '000120000000000')
    expect(field.value).toBe('120,000,000')
  })

  test('all, quick amounts and clearing need no keyboard', async () => {
    const { user } = await openPopup({ behaviour: { kinds: [lpoint()] } })
    await identify(user).catch(() => undefined)
    const field = await choose(user, /L\.POINT/)
    await user.click(button('전액 사용'))
    expect(field.value).toBe('3,100')
    await user.click(button('지우기'))
    expect(field.value).toBe('')
    await user.click(button('1,000P 더하기'))
    await user.click(button('1,000P 더하기'))
    expect(field.value).toBe('2,000')
    await user.click(button('1,000P 더하기'))
    await user.click(button('1,000P 더하기'))
    expect(field.value).toBe('3,100')
    expect(screen.queryByRole('button', { name: '5,000P 더하기' })).toBeNull()
  })

  test.each([
    ['', '전환할 포인트를 입력해 주세요'],
    ['990', '최소 1,000P부터 전환할 수 있습니다'],
    ['1005', '10P 단위로 입력해 주세요. 1,000P 또는 1,010P가 가능합니다'],
    ['18751', '보유 포인트는 18,750P입니다'],
  ])('of %j is stopped before it is sent: %s', async (typed, problem) => {
    const { user, backend } = await openPopup()
    await identify(user)
    const field = await choose(user, /OK캐쉬백/)
    if (typed) await user.type(field, typed)
    await user.click(button('다음'))
    expect(alerts()).toContain(problem)
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(field)
    expect(backend.session?.selection).toBeNull()
    await expectAccessible()
  })

  test('above the limit of one conversion names the limit, while typing', async () => {
    const { user } = await openPopup({ behaviour: { kinds: [aKind({ maximum: 10_000 })] } })
    await identify(user)
    const field = await choose(user)
    await user.type(field, '10001')
    expect(alerts()).toContain('지금은 10,000P까지 전환할 수 있습니다')
    expect(screen.getByText('최소 100P · 1P 단위 · 최대 10,000P')).toBeTruthy()
  })

  test("refused by the server is told in the server's words, and the entry stays", async () => {
    const { user } = await openPopup()
    await identify(user)
    const field = await choose(user)
    server.use(http.put(api('/sessions/:id/selection'), () => refuse('amount_above_maximum', 'points')))
    await enterAmount(user, '5000')
    await waitFor(() => expect(alerts()).toContain('amount_above_maximum'))
    expect(field.value).toBe('5,000')
    await user.type(field, '{Backspace}')
    expect(alerts()).toBe('')
  })
})
