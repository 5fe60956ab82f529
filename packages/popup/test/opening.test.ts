// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/preact'
import { delay, http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { api, refuse } from '../src/dev/answers.ts'
import { NONCE, expectAccessible, meetTheWire, online, openPopup } from './popup.ts'
import { button, heading } from './shopper.ts'

meetTheWire()

test('while the session opens the shape of the first step is shown, and said to be loading', async () => {
  await openPopup({ before: [http.post(api('/sessions'), () => delay('infinite'))] })
  expect(screen.getByText('불러오는 중입니다.')).toBeTruthy()
  expect(document.querySelectorAll('.bone').length).toBeGreaterThan(3)
  await expectAccessible()
})

test('a mall that is not registered is told, with nothing to try again', async () => {
  await openPopup({ before: [http.post(api('/sessions'), () => refuse('media_unknown'))] })
  await heading('전환을 시작할 수 없습니다')
  expect(screen.getByText(/등록되지 않은 쇼핑몰입니다. 포인트는 그대로입니다/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: '다시 시도' })).toBeNull()
  expect(button('닫기')).toBeTruthy()
  await expectAccessible()
})

test('an address that does not say who and where is told without asking the server', async () => {
  let asked = false
  await openPopup({
    address: '?a_code=demomall',
    fetch: (input, init) => {
      asked = true
      return fetch(input, init)
    },
  })
  await heading('전환을 시작할 수 없습니다')
  expect(screen.getByText(/창의 주소가 올바르지 않습니다/)).toBeTruthy()
  expect(asked).toBe(false)
})

test('a server that cannot be reached is asked again as soon as the network is back', async () => {
  let down = true
  await openPopup({
    fetch: (input, init) => (down ? Promise.reject(new TypeError('Failed to fetch')) : fetch(input, init)),
  })
  await heading('전환을 시작할 수 없습니다')
  expect(screen.getByText(/서버에 연결하지 못했습니다. 포인트는 그대로입니다/)).toBeTruthy()
  down = false
  online(false)
  online(true)
  await heading('본인확인을 해 주세요')
})

test("a proxy's page is reported with its number, and a second press helps", async () => {
  const { user } = await openPopup({
    before: [
      http.post(api('/sessions'), () => HttpResponse.html('<h1>Bad gateway</h1>', { status: 502 }), {
        once: true,
      }),
    ],
  })
  await heading('전환을 시작할 수 없습니다')
  expect(screen.getByText(/오류 502/)).toBeTruthy()
  await user.click(button('다시 시도'))
  await heading('본인확인을 해 주세요')
})

test('the press, the member and the way back go to the server as the address has them', async () => {
  const bodies: unknown[] = []
  const memberId = 'a&b@한글 1'
  const back = 'https://demomall.cafe24.com/product?id=1'
  await openPopup({
    address: `?${new URLSearchParams({ a_code: 'demomall', user_id: memberId, add_param: 'proof' })}#n=${NONCE}&r=${encodeURIComponent(back)}`,
    fetch: (input, init) => {
      if (init?.method === 'POST') bodies.push(JSON.parse(String(init.body)))
      return fetch(input, init)
    },
  })
  await heading('본인확인을 해 주세요')
  expect(bodies[0]).toEqual({
    aCode: 'demomall',
    userId: memberId,
    addParam: 'proof',
    nonce: NONCE,
    returnTo: back,
  })
})

test('a nonce or way back that nobody could have made is left out, and the popup opens', async () => {
  const bodies: unknown[] = []
  await openPopup({
    address: '?a_code=demomall&user_id=shopper01#n=short&r=javascript:alert(1)',
    fetch: (input, init) => {
      if (init?.method === 'POST') bodies.push(JSON.parse(String(init.body)))
      return fetch(input, init)
    },
  })
  await heading('본인확인을 해 주세요')
  expect(bodies[0]).toEqual({ aCode: 'demomall', userId: 'shopper01' })
})

test('a try that was left before converting is mentioned once, with what became of the points', async () => {
  await openPopup({ first: { leftBefore: { at: '2026-11-24T00:12:00.000Z' } } })
  const notice = await screen.findByText(/11월 24일 오전 9:12에 전환하지 않고 나가셨습니다/)
  expect(notice.textContent).toContain('그때 차감된 포인트는 없습니다')
  await expectAccessible()
})

test("the mall's accent colour is made readable and used", async () => {
  await openPopup({
    first: { media: { code: 'demomall' as never, name: '데모몰', accentColor: '#fee500', origins: [] } },
  })
  await heading('본인확인을 해 주세요')
  await waitFor(() => expect(document.documentElement.style.getPropertyValue('--light-fill')).toBe('#fee500'))
  expect(document.documentElement.style.getPropertyValue('--light-on')).toBe('#000000')
})
