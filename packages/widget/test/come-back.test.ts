// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPointPay } from '../src/index.ts'
import { aMember, leaveNoTrace } from './storefront.ts'

const nonce = 'AAAAAAAAAAAAAAAAAAAAAA'
const options = { aCode: 'DEMO', origin: 'https://pointpay.test' }
/** PointPay's own popup, beside our server. */
const ourServer = { aCode: 'DEMO', statusOrigin: 'https://pointpay.test' }
let asked: string[]

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return Promise.resolve(Response.json({ status: 'cancelled' }))
  })
})
afterEach(leaveNoTrace)

/** Resolves with the press's nonce when the page is told how the press ended. */
const isTold = (name: 'cancel' | 'close') =>
  new Promise<string>((resolve) => {
    const hear = (event: Event) => resolve((event as CustomEvent<{ nonce: string }>).detail.nonce)
    document.addEventListener(`pointpay:${name}`, hear, { once: true })
  })

test('a page that the shopper comes back to from PointPay asks how the press ended', async () => {
  sessionStorage.setItem('pointpay', nonce)
  const told = isTold('cancel')
  createPointPay(options)
  expect(await told).toBe(nonce)
  expect(asked).toEqual([`https://pointpay.test/pointhub/sessions/${nonce}`])
})

test('so does one that comes back out of the browser’s page cache', async () => {
  createPointPay(options)
  const told = isTold('cancel')
  sessionStorage.setItem('pointpay', nonce)
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  expect(await told).toBe(nonce)
})

test('what is configured in the same breath goes for it', async () => {
  sessionStorage.setItem('pointpay', nonce)
  const told = isTold('cancel')
  createPointPay({ aCode: 'DEMO' }).configure(options)
  expect(await told).toBe(nonce)
  expect(asked).toEqual([`https://pointpay.test/pointhub/sessions/${nonce}`])
})

test('once only: the next page asks nothing', async () => {
  sessionStorage.setItem('pointpay', nonce)
  const told = isTold('cancel')
  createPointPay(options)
  await told
  createPointPay(options)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(asked).toHaveLength(1)
})

test('from PointPay’s own popup too: our server is asked at once, and for two minutes', async () => {
  vi.useFakeTimers()
  await import('../src/pressed/pressed.ts')
  sessionStorage.setItem('pointpay', nonce)
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return Promise.resolve(new Response('', { status: 404 }))
  })
  const pointpay = createPointPay(ourServer)
  const closed = vi.fn<(event: object) => void>()
  pointpay.on('close', closed)
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toEqual([`https://pointpay.test/solution/presses/${nonce}`])
  await vi.advanceTimersByTimeAsync(110_000)
  expect(closed).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(closed).toHaveBeenCalledWith({ nonce })
})

test('nothing is asked of a press that went without its nonce: it is a close', async () => {
  const { href, origin, pathname } = location
  vi.stubGlobal('location', { href, origin, pathname, assign() {} })
  sessionStorage.setItem('member_1', aMember('shopper1'))
  const told = isTold('close')
  // The page's own add_param leaves no room for the nonce.
  await createPointPay({ ...ourServer, mode: 'same-tab' }).open({ addParam: 'own' })
  createPointPay(ourServer)
  expect(await told).toBe('')
  expect(asked).toEqual([])
})
