// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPointPay } from '../src/index.ts'
import { leaveNoTrace } from './storefront.ts'

const nonce = 'AAAAAAAAAAAAAAAAAAAAAA'
const options = { aCode: 'DEMO', origin: 'https://pointpay.test' }
let asked: string[]

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return Promise.resolve(Response.json({ status: 'cancelled' }))
  })
})
afterEach(leaveNoTrace)

/** Resolves when the page is told of a cancel. */
const cancelled = () =>
  new Promise<string>((resolve) => {
    const hear = (event: Event) => resolve((event as CustomEvent<{ nonce: string }>).detail.nonce)
    document.addEventListener('pointpay:cancel', hear, { once: true })
  })

test('a page that the shopper comes back to from PointPay asks how the press ended', async () => {
  sessionStorage.setItem('pointpay', nonce)
  const told = cancelled()
  createPointPay(options)
  expect(await told).toBe(nonce)
  expect(asked).toEqual([`https://pointpay.test/pointhub/sessions/${nonce}`])
})

test('so does one that comes back out of the browser’s page cache', async () => {
  createPointPay(options)
  const told = cancelled()
  sessionStorage.setItem('pointpay', nonce)
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  expect(await told).toBe(nonce)
})

test('what is configured in the same breath goes for it', async () => {
  sessionStorage.setItem('pointpay', nonce)
  const told = cancelled()
  createPointPay({ aCode: 'DEMO' }).configure(options)
  expect(await told).toBe(nonce)
  expect(asked).toEqual([`https://pointpay.test/pointhub/sessions/${nonce}`])
})

test('once only: the next page asks nothing', async () => {
  sessionStorage.setItem('pointpay', nonce)
  const told = cancelled()
  createPointPay(options)
  await told
  createPointPay(options)
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(asked).toHaveLength(1)
})
