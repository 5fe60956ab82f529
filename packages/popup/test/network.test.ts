// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/preact'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { api, refuse } from '../src/dev/answers.ts'
import { expectAccessible, meetTheWire, online, openPopup } from './popup.ts'
import {
  alerts,
  button,
  choose,
  comeToReview,
  convert,
  enterCode,
  heading,
  identify,
  sendCode,
} from './shopper.ts'

meetTheWire()

/** A network that can be cut and mended; a cut ends the event stream too. */
function network() {
  let cut = new AbortController()
  const state = { up: true, streams: 0 }
  const through: typeof fetch = async (input, init) => {
    if (!state.up) throw new TypeError('Failed to fetch')
    const isStream = String(input).endsWith('/events')
    if (isStream) state.streams += 1
    const signal = init?.signal ? AbortSignal.any([init.signal, cut.signal]) : cut.signal
    return fetch(input, { ...init, signal })
  }
  return {
    through,
    state,
    cut() {
      state.up = false
      cut.abort()
      cut = new AbortController()
      online(false)
    },
    mend() {
      state.up = true
      online(true)
    },
  }
}

test('a lost network is said, keeps what was entered, and what was pressed goes on when it is back', async () => {
  const net = network()
  const { user } = await openPopup({ fetch: net.through })
  await identify(user)
  const field = await choose(user)
  await user.type(field, '5000')
  net.cut()
  await screen.findByText(/인터넷 연결이 끊겼습니다/)
  await expectAccessible()
  await user.click(button('다음'))
  await waitFor(() => expect(alerts()).toContain('서버에 연결하지 못했습니다'))
  expect(field.value).toBe('5,000')
  net.mend()
  await heading('전환 내용을 확인해 주세요')
  expect(screen.queryByText(/인터넷 연결이 끊겼습니다/)).toBeNull()
})

test('the event stream comes back by itself, and with it what happened meanwhile', async () => {
  const net = network()
  const { user, backend } = await openPopup({ fetch: net.through, behaviour: { creditMs: Infinity } })
  await comeToReview(user)
  await convert(user)
  await heading('적립금을 넣고 있습니다')
  const before = net.state.streams
  net.cut()
  const { conversion } = backend.session ?? {}
  if (conversion)
    backend.change({
      conversion: { ...conversion, state: 'credited', creditedAt: new Date().toISOString() },
    })
  await new Promise((resolve) => setTimeout(resolve, 50))
  await heading('적립금을 넣고 있습니다')
  net.mend()
  await heading('적립 완료')
  expect(net.state.streams).toBeGreaterThan(before)
})

/** Holds back the answers to calls whose address ends so, until they are let go. */
function holding(end: string) {
  const held: (() => void)[] = []
  const through: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init)
    if (String(input).endsWith(end)) await new Promise<void>((letGo) => held.push(letGo))
    return answer
  }
  return {
    through,
    async letGo() {
      for (const each of held.splice(0)) each()
      // What follows an answer has then been done.
      await new Promise((resolve) => setTimeout(resolve, 20))
    },
  }
}

test('where the stream overtakes the answer to a new code, what was typed of the code stays', async () => {
  const hold = holding('/identity')
  const { user } = await openPopup({ fetch: hold.through })
  await sendCode(user)
  await user.type(screen.getByLabelText('인증번호'), '4829')
  await hold.letGo()
  expect(screen.getByLabelText<HTMLInputElement>('인증번호').value).toBe('4829')
  await user.type(screen.getByLabelText('인증번호'), '15')
  await user.click(button('확인'))
  await heading('전환할 포인트를 선택해 주세요')
})

test('where the stream overtakes the answer to the right code, one goes on at once and is not thrown back', async () => {
  const hold = holding('/identity/confirm')
  const { user } = await openPopup({ fetch: hold.through })
  await sendCode(user)
  await enterCode(user)
  await heading('전환할 포인트를 선택해 주세요')
  await choose(user)
  await hold.letGo()
  expect(screen.getByLabelText('전환할 포인트')).toBeTruthy()
})

test('a stream that a proxy ends at once is opened again and again, and alarms when it stays away', async () => {
  let streams = 0
  await openPopup({
    before: [
      http.get(api('/sessions/:id/events'), () => {
        streams += 1
        return new HttpResponse('', { headers: { 'content-type': 'text/event-stream' } })
      }),
    ],
  })
  await heading('본인확인을 해 주세요')
  await waitFor(() => expect(streams).toBeGreaterThan(1), { timeout: 3_000 })
})

test('a stream that is refused for good is left alone', async () => {
  let streams = 0
  await openPopup({
    before: [
      http.get(api('/sessions/:id/events'), () => {
        streams += 1
        return HttpResponse.json(
          { error: { code: 'session_unknown', message: '진행 중인 전환을 찾을 수 없습니다.' } },
          { status: 404 },
        )
      }),
    ],
  })
  await heading('본인확인을 해 주세요')
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(streams).toBe(1)
})

test('a stream that ends because nothing more can come of the session is left alone', async () => {
  let streams = 0
  const { backend } = await openPopup({
    before: [
      http.get(api('/sessions/:id/events'), () => {
        streams += 1
        const left = backend.change({ open: false })
        return new HttpResponse(`event: session\ndata: ${JSON.stringify(left)}\n\n`, {
          headers: { 'content-type': 'text/event-stream' },
        })
      }),
    ],
  })
  await waitFor(() => expect(screen.queryByLabelText('이름')).toBeNull())
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(streams).toBe(1)
})

test('where the server has no place for a stream, the session is read by ordinary calls, no oftener than it asks', async () => {
  let streams = 0
  let reads = 0
  const { backend } = await openPopup({
    before: [
      http.get(api('/sessions/:id/events'), () => {
        streams += 1
        return refuse('too_many_requests', undefined, { retryAfterS: 60 })
      }),
      http.get(api('/sessions/:id'), () => {
        reads += 1
        return undefined
      }),
    ],
  })
  await heading('본인확인을 해 주세요')
  await waitFor(() => expect(streams).toBe(1))
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(streams).toBe(1)
  const before = reads
  expect(before).toBeGreaterThan(0)
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
  // As when the page is looked at again.
  online(true)
  await screen.findByLabelText('인증번호')
  expect(streams).toBe(2)
  expect(reads).toBeGreaterThan(before)
})

test('events that arrive in pieces, with comments between them, are read whole', async () => {
  const { backend } = await openPopup({
    before: [
      http.get(api('/sessions/:id/events'), () => {
        const view = { ...backend.session, memberId: '한글회원의아주긴이름' }
        const bytes = new TextEncoder().encode(
          `retry: 1000\n\n:\n\nevent: session\ndata: ${JSON.stringify(view)}\n\n`,
        )
        const body = new ReadableStream<Uint8Array>({
          async start(controller) {
            for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7))
          },
        })
        return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
      }),
    ],
  })
  expect(await screen.findByText('한글회원의아주긴이름')).toBeTruthy()
})

test('the later screens may come late, or at the third try, and nothing is lost by it', async () => {
  let tries = 0
  const { user } = await openPopup({
    later: async () => {
      tries += 1
      if (tries < 3) throw new TypeError('Failed to fetch dynamically imported module')
      return import('../src/later.ts')
    },
  })
  await identify(user)
  await user.click(await screen.findByRole('radio', { name: /KT/ }))
  await user.click(button('다음'))
  expect(document.querySelector('.bone')).toBeTruthy()
  online(true)
  expect(await screen.findByLabelText('전환할 포인트')).toBeTruthy()
})

test('where the later screens cannot be had, a reload is offered, which goes on where one was', async () => {
  const { user, browser } = await openPopup({ later: () => Promise.reject(new TypeError('Failed to fetch')) })
  await identify(user)
  for (let tries = 0; tries < 3; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    online(true)
  }
  await user.click(await screen.findByRole('radio', { name: /KT/ }))
  await user.click(button('다음'))
  await heading('다음 화면을 불러오지 못했습니다')
  await expectAccessible()
  await user.click(button('다시 불러오기'))
  expect(browser.reload).toHaveBeenCalledOnce()
})
