// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/preact'
import { expect, test } from 'vitest'
import { NONCE, expectAccessible, meetTheWire, openPopup } from './popup.ts'
import { button, comeToReview, convert, heading, identify } from './shopper.ts'

meetTheWire()

const back = 'https://demomall.cafe24.com/product?id=1'
const sameTab = `?a_code=demomall&user_id=shopper01#n=${NONCE}&r=${encodeURIComponent(back)}`

test('closing before the conversion ends the session, tells the mall and closes the window', async () => {
  const { user, backend, posted, browser } = await openPopup()
  await identify(user)
  await user.click(button('닫기'))
  await waitFor(() => expect(browser.close).toHaveBeenCalledOnce())
  expect(backend.session?.open).toBe(false)
  expect(posted.map(({ message }) => message['type'])).toEqual(['ready', 'cancelled'])
})

test('a window that cannot close itself says that nothing was taken, and asks to be closed', async () => {
  const { user } = await openPopup()
  await identify(user)
  await user.click(button('닫기'))
  await heading('전환하지 않고 나왔습니다')
  expect(screen.getByText(/차감된 포인트는 없습니다/)).toBeTruthy()
  expect(await screen.findByText(/브라우저에서 이 창을 닫아 주세요/)).toBeTruthy()
  await expectAccessible()
})

test('in the same tab the way out leads back to the page of the mall', async () => {
  const { user, browser } = await openPopup({ address: sameTab, opener: false })
  await heading('본인확인을 해 주세요')
  expect(screen.queryByRole('button', { name: '닫기' })).toBeNull()
  await user.click(button('쇼핑몰로 돌아가기'))
  await waitFor(() => expect(browser.goTo).toHaveBeenCalledWith(back))
  expect(browser.close).not.toHaveBeenCalled()
})

test('after the conversion closing changes nothing of it', async () => {
  const { user, backend, posted, browser } = await openPopup()
  await comeToReview(user)
  await convert(user)
  await heading('적립 완료')
  await user.click(button('닫기'))
  await waitFor(() => expect(browser.close).toHaveBeenCalledOnce())
  expect(backend.session?.open).toBe(true)
  expect(posted.map(({ message }) => message['type'])).not.toContain('cancelled')
})

test('while the conversion is under way closing is not called a cancel', async () => {
  const { user, posted, browser, backend } = await openPopup({ behaviour: { convertMs: Infinity } })
  await comeToReview(user)
  await convert(user)
  await heading('포인트를 차감하고 있습니다')
  await user.click(button('닫기'))
  await waitFor(() => expect(browser.close).toHaveBeenCalledOnce())
  expect(posted.map(({ message }) => message['type'])).toEqual(['ready'])
  expect(backend.session?.open).toBe(true)
})

test('a server that does not answer keeps nobody in the window', async () => {
  const { user, browser, posted } = await openPopup({
    fetch: (input, init) => (init?.method === 'DELETE' ? new Promise(() => {}) : fetch(input, init)),
  })
  await heading('본인확인을 해 주세요')
  await user.click(button('닫기'))
  await waitFor(() => expect(browser.close).toHaveBeenCalledOnce(), { timeout: 3_000 })
  expect(posted.at(-1)?.message).toMatchObject({ type: 'cancelled' })
})

test('a session that ran out says so, says that nothing was taken, and tells the mall', async () => {
  let nowMs = Date.now()
  const { user, backend, posted } = await openPopup({ now: () => nowMs })
  await identify(user)
  nowMs += 31 * 60_000
  backend.change({ open: false })
  await heading('시간이 지나 종료되었습니다')
  expect(screen.getByText(/차감된 포인트는 없습니다/)).toBeTruthy()
  expect(posted.at(-1)?.message).toMatchObject({ type: 'cancelled' })
  await expectAccessible()
})

test('a session that the server does not know any more is told apart from one that was left', async () => {
  const { user, backend } = await openPopup()
  await identify(user)
  backend.session = null
  await user.click(button('다시 불러오기'))
  expect(await heading('진행 중인 전환을 찾을 수 없습니다')).toBeTruthy()
  await expectAccessible()
})
