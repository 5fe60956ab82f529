// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/preact'
import { delay, http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { api, refuse } from '../src/dev/answers.ts'
import { aKind } from '../src/dev/builders.ts'
import { expectAccessible, meetTheWire, online, openPopup, reload, server } from './popup.ts'
import { alerts, button, comeToReview, convert, heading } from './shopper.ts'

meetTheWire()

/** Passes calls on and keeps the keys of the conversions among them. */
function keysSeen(breakFirst: number, after = false) {
  const keys: (string | null)[] = []
  const seeing: typeof fetch = async (input, init) => {
    if (!String(input).endsWith('/conversions')) return fetch(input, init)
    keys.push(new Headers(init?.headers).get('idempotency-key'))
    const breaks = keys.length <= breakFirst
    if (breaks && after) await fetch(input, init)
    if (breaks) throw new TypeError('Failed to fetch')
    return fetch(input, init)
  }
  return { keys, seeing }
}

test('without agreement nothing is converted, and the box that is missing gets the focus', async () => {
  const { user, backend } = await openPopup()
  await comeToReview(user)
  await user.click(button('전환하기'))
  expect(alerts()).toContain('약관에 모두 동의해야 전환할 수 있습니다')
  const all = screen.getByRole<HTMLInputElement>('checkbox', { name: '모두 동의합니다' })
  expect(document.activeElement).toBe(all)
  await expectAccessible()
  await user.click(screen.getByRole('checkbox', { name: /서비스 이용약관/ }))
  expect(all.indeterminate).toBe(true)
  await user.click(button('전환하기'))
  expect(backend.keys).toEqual([])
  await user.click(screen.getByRole('checkbox', { name: /제3자 제공/ }))
  expect(all.checked).toBe(true)
  await user.click(button('전환하기'))
  await heading('적립 완료')
})

test('a double press converts once', async () => {
  const { keys, seeing } = keysSeen(0)
  const { user, backend } = await openPopup({ fetch: seeing })
  await comeToReview(user)
  await user.click(screen.getByRole('checkbox', { name: '모두 동의합니다' }))
  await user.dblClick(button('전환하기'))
  await heading('적립 완료')
  expect(keys).toHaveLength(1)
  expect(backend.keys).toHaveLength(1)
})

test('an answer that got lost is asked for again under the same key: converted once', async () => {
  const { keys, seeing } = keysSeen(1, true)
  const { user, backend } = await openPopup({ fetch: seeing, behaviour: { creditMs: 3_000 } })
  await comeToReview(user)
  await convert(user)
  await heading('적립금을 넣고 있습니다')
  await waitFor(() => expect(backend.keys).toHaveLength(1))
  expect(new Set(keys).size).toBe(1)
})

test('while nobody knows whether it arrived, the shopper is told to wait, and cannot go back', async () => {
  const { keys, seeing } = keysSeen(1)
  const { user, backend } = await openPopup({ fetch: seeing })
  await comeToReview(user)
  await convert(user)
  await screen.findByText(/이 전환은 한 번만 처리됩니다/)
  expect(button('이전').disabled).toBe(true)
  await expectAccessible()
  window.history.back()
  await new Promise((resolve) => setTimeout(resolve, 30))
  await heading('전환 내용을 확인해 주세요')
  online(true)
  await heading('적립 완료')
  expect(keys[0]).toBe(keys[1])
  expect(backend.keys).toHaveLength(1)
})

test('pressed again after a reload in the middle, it is still the same conversion', async () => {
  const first = keysSeen(Infinity)
  const opened = await openPopup({ fetch: first.seeing })
  await comeToReview(opened.user)
  await convert(opened.user)
  await screen.findByText(/이 전환은 한 번만 처리됩니다/)
  const second = keysSeen(0)
  const again = await reload(opened, { fetch: second.seeing })
  await convert(again.user)
  await heading('적립 완료')
  expect(second.keys).toEqual([first.keys[0]])
})

test('another amount is another conversion, with a key of its own', async () => {
  const { keys, seeing } = keysSeen(0)
  const { user } = await openPopup({ fetch: seeing })
  await comeToReview(user)
  server.use(http.post(api('/sessions/:id/conversions'), () => refuse('too_many_requests'), { once: true }))
  await convert(user)
  await waitFor(() => expect(alerts()).not.toBe(''))
  await user.click(button('이전'))
  const field = await screen.findByLabelText('전환할 포인트')
  await user.clear(field)
  await user.type(field, '500')
  await user.click(button('다음'))
  await screen.findByText('500원')
  expect(alerts()).toBe('')
  await user.click(button('전환하기'))
  await heading('적립 완료')
  expect(keys).toHaveLength(2)
  expect(keys[0]).not.toBe(keys[1])
})

test('a server that breaks each time is given up with words that promise nothing, and pressing again is safe', async () => {
  const { user, backend, posted } = await openPopup()
  await comeToReview(user)
  server.use(
    http.post(api('/sessions/:id/conversions'), () => HttpResponse.html('<h1>502</h1>', { status: 502 })),
  )
  await convert(user)
  for (let presses = 0; presses < 6; presses += 1) {
    await delay(20)
    online(true)
  }
  await waitFor(() => expect(alerts()).toContain('전환 결과를 아직 확인하지 못했습니다'))
  expect(alerts()).not.toContain('포인트는 그대로입니다')
  await user.click(button('닫기'))
  expect(posted.map(({ message }) => message['type'])).toEqual(['ready'])
  expect(backend.session?.open).toBe(true)
  server.resetHandlers()
  server.use(...(await import('../src/dev/handlers.ts')).handlersOf(backend))
  await user.click(button('다시 시도'))
  await heading('적립 완료')
  expect(backend.keys).toHaveLength(1)
})

test('a partner that refuses is told with what became of the points, and another try is a new conversion', async () => {
  const { user, backend, posted } = await openPopup({ behaviour: { fails: 'provider_unavailable' } })
  await comeToReview(user)
  await convert(user)
  await heading('전환하지 못했습니다')
  expect(screen.getByText(/포인트 제휴사가 응답하지 않습니다/)).toBeTruthy()
  expect(screen.getByText(/차감되지 않았거나 모두 돌려 드렸습니다/)).toBeTruthy()
  expect(posted.at(-1)?.message).toMatchObject({ type: 'error', code: 'provider_unavailable' })
  await expectAccessible()

  backend.behaviour.fails = null
  await user.click(button('다시 전환하기'))
  await heading('얼마나 전환할까요?')
  expect(screen.getByLabelText<HTMLInputElement>('전환할 포인트').value).toBe('12,345')
  await user.click(button('다음'))
  await user.click(await screen.findByRole('button', { name: '전환하기' }))
  await heading('적립 완료')
  expect(new Set(backend.keys).size).toBe(2)
})

test('after a conversion that failed for lack of points, the balance is read anew', async () => {
  const { user, backend } = await openPopup({ behaviour: { fails: 'balance_insufficient' } })
  await comeToReview(user)
  await convert(user)
  await heading('전환하지 못했습니다')
  backend.behaviour.kinds = [aKind({ balance: 3_000 })]
  await user.click(button('다시 전환하기'))
  await screen.findByText('KT 멤버십 포인트 · 보유 3,000P')
  await waitFor(() => expect(alerts()).toContain('보유 포인트는 3,000P입니다.'))
})

test('a conversion that another window began is shown, and not converted again', async () => {
  const { user, backend } = await openPopup({ behaviour: { creditMs: Infinity } })
  await comeToReview(user)
  const { selection } = backend.session ?? {}
  if (selection)
    backend.convert('key-of-another-window', { ...selection, agreed: ['service', 'third-party'] })
  await heading('적립금을 넣고 있습니다')
  expect(screen.queryByRole('button', { name: '전환하기' })).toBeNull()
})

test('a changed selection is refused in words, and nothing is converted', async () => {
  const { user, backend } = await openPopup()
  await comeToReview(user)
  server.use(http.post(api('/sessions/:id/conversions'), () => refuse('selection_needed')))
  await convert(user)
  await waitFor(() => expect(alerts()).toContain('selection_needed'))
  expect(backend.keys).toEqual([])
  expect(screen.queryByRole('button', { name: '다시 시도' })).toBeNull()
})

test.each([
  ['delayed', '적립이 늦어지고 있습니다', /다시 전환하지 말고 기다려 주세요/],
  ['cancelled', '전환이 취소되었습니다', /포인트를 돌려 드렸습니다/],
] as const)('%s says what became of the points and what to do', async (state, title, words) => {
  const { user, backend } = await openPopup({ behaviour: { creditMs: Infinity } })
  await comeToReview(user)
  await convert(user)
  await heading('적립금을 넣고 있습니다')
  const { conversion } = backend.session ?? {}
  if (conversion) backend.change({ conversion: { ...conversion, state } })
  await heading(title)
  expect(screen.getByText(words, { selector: '.lead' })).toBeTruthy()
  expect(screen.getByText(/^ME\d+$/)).toBeTruthy()
  await expectAccessible()
})
