// @vitest-environment jsdom
import type { PopupMessage, SessionStatus } from '@pointpay/contracts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPointPay } from '../src/index.ts'
import { followPress } from '../src/pressed/follow-press.ts'
import type { Press } from '../src/pressed/pressed.ts'
import { aMember, leaveNoTrace } from './storefront.ts'

const ORIGIN = 'https://pointpay.test'
const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA'
const conversion = { transactionNumber: 'ME1', pointKind: 'KT', points: 12_000, amount: 12_345 }
const credit = { transactionNumber: 'ME1', amount: 12_345 }

/** What the status address answers, in turn; the last goes on for ever. Undefined: 404. */
let answers: ({ status: SessionStatus['status'] } | undefined)[]
let told: unknown[][]
let popup: { closed: boolean }

beforeEach(() => {
  vi.useFakeTimers()
  answers = [undefined]
  told = []
  popup = { closed: false }
  vi.stubGlobal('fetch', (url: string) => {
    if (url !== `${ORIGIN}/pointhub/sessions/${NONCE}`) throw new Error(`asked ${url}`)
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    return Promise.resolve(answer ? Response.json(answer) : new Response('', { status: 404 }))
  })
})
afterEach(leaveNoTrace)

const aPress = (changes: Partial<Press> = {}): Press => ({
  locale: 'ko',
  origin: ORIGIN,
  statusOrigin: ORIGIN,
  nonce: NONCE,
  popup: popup as Window,
  heard: [],
  tell: (name, detail) => told.push([name, detail]),
  ...changes,
})

function post(message: Record<string, unknown>, from: { origin?: string; source?: unknown } = {}) {
  const data = { pointpay: 1, nonce: NONCE, ...message } as unknown as PopupMessage
  const event = new MessageEvent('message', { data, origin: from.origin ?? ORIGIN })
  Object.defineProperty(event, 'source', { value: from.source ?? popup })
  dispatchEvent(event)
}

test('converted, then credited: both are told once, however often they are said', async () => {
  const ended = followPress(aPress())
  post({ type: 'ready' })
  post({ type: 'converted', ...conversion })
  post({ type: 'converted', ...conversion })
  post({ type: 'credited', ...credit })
  post({ type: 'credited', ...credit })
  expect(await ended).toEqual({ kind: 'credited', ...credit })
  expect(told).toEqual([
    ['converted', conversion],
    ['credited', credit],
  ])
})

test('a message from another origin, another window, of another press, or malformed, is not taken', async () => {
  const ended = followPress(aPress())
  post({ type: 'credited', ...credit }, { origin: 'https://evil.test' })
  post({ type: 'credited', ...credit }, { source: {} })
  post({ type: 'credited', ...credit, nonce: 'BBBBBBBBBBBBBBBBBBBBBB' })
  post({ type: 'credited', ...credit, amount: '12345' })
  post({ type: 'credited', ...credit, pointpay: 2 })
  expect(told).toEqual([])
  post({ type: 'cancelled' })
  expect(await ended).toEqual({ kind: 'cancelled' })
  expect(told).toEqual([['cancel', {}]])
})

test('the popup is heard however the page writes its origin', async () => {
  sessionStorage.setItem('member_1', aMember('shopper1'))
  let opened = ''
  vi.stubGlobal('open', (url: string) => {
    opened = url
    return Object.assign(popup, { focus() {} })
  })
  const ended = createPointPay({ aCode: 'DEMO', origin: 'HTTPS://PointPay.test:443/' }).open()
  const { origin, hash } = new URL(opened)
  expect(origin).toBe(ORIGIN)
  post({ type: 'cancelled', nonce: hash.slice('#n='.length) })
  expect(await ended).toEqual({ kind: 'cancelled' })
})

test('messages that came before this code was loaded are heard', async () => {
  const early = new MessageEvent('message', {
    data: { pointpay: 1, nonce: NONCE, type: 'cancelled' },
    origin: ORIGIN,
  })
  Object.defineProperty(early, 'source', { value: popup })
  expect(await followPress(aPress({ heard: [early] }))).toEqual({ kind: 'cancelled' })
})

test('an error in the popup is told, and the press goes on', async () => {
  const ended = followPress(aPress())
  post({ type: 'error', code: 'identity_locked', message: '잠시 뒤에 다시 해 주세요.' })
  post({ type: 'converted', ...conversion })
  post({ type: 'credited', ...credit })
  expect(await ended).toMatchObject({ kind: 'credited' })
  expect(told[0]).toEqual(['error', { code: 'identity_locked', message: '잠시 뒤에 다시 해 주세요.' }])
})

test('a popup that reads as closed is asked about: credited, after all', async () => {
  answers = [undefined, { status: 'open' }, { status: 'converting' }, { status: 'credited', ...conversion }]
  const ended = followPress(aPress())
  popup.closed = true
  await vi.advanceTimersByTimeAsync(20_000)
  expect(await ended).toEqual({ kind: 'credited', ...credit })
  expect(told).toEqual([
    ['converted', conversion],
    ['credited', credit],
  ])
})

test('while the popup is open nothing is asked', async () => {
  const asked = vi.fn<typeof fetch>()
  vi.stubGlobal('fetch', asked)
  void followPress(aPress())
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).not.toHaveBeenCalled()
  post({ type: 'cancelled' })
})

test('closed and cancelled says the status address: a cancel', async () => {
  answers = [{ status: 'open' }, { status: 'cancelled' }]
  const ended = followPress(aPress())
  popup.closed = true
  await vi.advanceTimersByTimeAsync(5000)
  expect(await ended).toEqual({ kind: 'cancelled' })
  expect(told).toEqual([['cancel', {}]])
})

test('a conversion that failed is an error with its own code', async () => {
  answers = [{ status: 'failed' }]
  const ended = followPress(aPress())
  popup.closed = true
  await vi.advanceTimersByTimeAsync(1000)
  expect(await ended).toMatchObject({ kind: 'error', code: 'conversion_failed' })
  expect(told).toMatchObject([['error', { code: 'conversion_failed' }]])
})

test('a press that the status address never saw is closed after about 8 s, not failed', async () => {
  let outcome: unknown
  void followPress(aPress()).then((ended) => (outcome = ended))
  popup.closed = true
  await vi.advanceTimersByTimeAsync(7000)
  expect(outcome).toBeUndefined()
  await vi.advanceTimersByTimeAsync(6000)
  expect(outcome).toEqual({ kind: 'closed' })
  expect(told).toEqual([['close', {}]])
})

test('converted and closed before the credit: the credit is waited for', async () => {
  const ended = followPress(aPress())
  post({ type: 'converted', ...conversion })
  answers = [
    { status: 'converted', ...conversion },
    { status: 'credited', ...conversion },
  ]
  popup.closed = true
  await vi.advanceTimersByTimeAsync(5000)
  expect(await ended).toMatchObject({ kind: 'credited' })
  expect(told.map(([name]) => name)).toEqual(['converted', 'credited'])
})

test('a popup in test mode says so, and the page is told', async () => {
  const ended = followPress(aPress())
  post({ type: 'converted', ...conversion, test: true })
  post({ type: 'credited', ...credit, test: true })
  expect(await ended).toEqual({ kind: 'credited', ...credit, test: true })
  expect(told).toEqual([
    ['converted', { ...conversion, test: true }],
    ['credited', { ...credit, test: true }],
  ])
})

test('converted, and then nothing can be learnt: the outcome is converted', async () => {
  const ended = followPress(aPress())
  post({ type: 'converted', ...conversion })
  popup.closed = true
  await vi.advanceTimersByTimeAsync(20_000)
  expect(await ended).toEqual({ kind: 'converted', ...conversion })
  expect(told.map(([name]) => name)).toEqual(['converted'])
})

test('the real PointPay has no status address: closing is a close at once, and nothing is asked', async () => {
  vi.stubGlobal('fetch', () => expect.fail('asked the real PointPay'))
  const ended = followPress(
    aPress({ origin: 'https://ssl.pointpay.im', statusOrigin: 'https://ssl.pointpay.im' }),
  )
  popup.closed = true
  await vi.advanceTimersByTimeAsync(1000)
  expect(await ended).toEqual({ kind: 'closed' })
  expect(told).toEqual([['close', {}]])
})

test('a popup that a link opened is known by the press’s nonce, and then by its window', async () => {
  answers = [{ status: 'open' }]
  const ended = followPress(aPress({ popup: null }))
  post({ type: 'ready' })
  post({ type: 'cancelled' }, { source: {} })
  expect(told).toEqual([])
  post({ type: 'credited', ...credit })
  expect(await ended).toMatchObject({ kind: 'credited' })
})
