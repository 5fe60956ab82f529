// @vitest-environment jsdom
import { nonceSchema, type SessionStatus } from '@pointpay/contracts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPointPay, type OpenRequest, type Outcome, type PointPayOptions } from '../src/index.ts'
import { aMember, leaveNoTrace } from './storefront.ts'

/**
 * PointPay's own popup, which posts no message and has no status address, beside our server, which learns of a press when
 * PointPay echoes its nonce to the RETURN URL.
 */
const POPUP = 'https://ssl.pointpay.im'
const OURS = 'https://pointpay.test'
const conversion = { transactionNumber: 'ME1', pointKind: 'KT', points: 12_345, amount: 12_345 }
const credit = { transactionNumber: 'ME1', amount: 12_345 }
const MINUTE = 60_000

let popup: { closed: boolean; focus(): void; close(): void }
/** Where the last popup was opened. */
let opened: URL
/** What our server says of any press; undefined: it has not heard of it (404). */
let status: Partial<SessionStatus> | undefined
let asked: string[]
let told: unknown[][]
let outcome: Outcome | undefined

beforeEach(async () => {
  // Loaded beforehand: under fake timers the press cannot wait for a file.
  await import('../src/pressed/pressed.ts')
  vi.useFakeTimers()
  sessionStorage.setItem('member_1', aMember('shopper1', 60 * MINUTE))
  popup = { closed: false, focus() {}, close() {} }
  status = outcome = undefined
  asked = []
  told = []
  vi.stubGlobal('open', (url: string) => {
    opened = new URL(url)
    return popup
  })
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return Promise.resolve(status ? Response.json(status) : new Response('', { status: 404 }))
  })
})
afterEach(leaveNoTrace)

/** Presses, and gives the nonce that the popup's address names. */
function press(options: PointPayOptions = {}, request?: OpenRequest): string {
  const pointpay = createPointPay({ aCode: 'DEMO', statusOrigin: OURS, ...options })
  for (const name of ['converted', 'credited', 'close', 'error'] as const)
    pointpay.on(name, (event) => told.push([name, event]))
  void pointpay.open(request).then((ended) => (outcome = ended))
  return opened.hash.slice('#n='.length)
}

const addParam = () => opened.searchParams.get('add_param')
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
/** The popup was open long enough to be believed when it reads as closed. */
async function closePopup() {
  await pass(15_000)
  popup.closed = true
  await pass(1000)
}

test('the nonce goes along as add_param, of at most 32 letters and digits, and nothing else is added', () => {
  const nonce = press()
  expect(nonceSchema.safeParse(nonce).success).toBe(true)
  expect(nonce).toMatch(/^[A-Za-z0-9]{22,32}$/)
  expect(opened.href).toBe(
    `${POPUP}/pointhub/direct?a_code=DEMO&user_id=shopper1&add_param=${nonce}#n=${nonce}`,
  )
})

test('the page hears of conversion and credit while the popup is still open', async () => {
  const nonce = press()
  await pass(MINUTE)
  status = { status: 'converted', ...conversion } as Partial<SessionStatus>
  await pass(10_000)
  expect(told).toEqual([['converted', { nonce, ...conversion }]])
  status = { status: 'credited', ...conversion } as Partial<SessionStatus>
  await pass(4000)
  expect(told).toEqual([
    ['converted', { nonce, ...conversion }],
    ['credited', { nonce, ...credit }],
  ])
  expect(outcome).toEqual({ kind: 'credited', ...credit })
  expect(new Set(asked)).toEqual(new Set([`${OURS}/solution/presses/${nonce}`]))
})

test('asks after a few seconds first, then every 10 s, and no more once the press has ended', async () => {
  press()
  await pass(2900)
  expect(asked).toHaveLength(0)
  await pass(200)
  expect(asked).toHaveLength(1)
  await pass(5 * MINUTE)
  asked = []
  await pass(MINUTE)
  expect(asked).toHaveLength(6)
  status = { status: 'credited', ...conversion } as Partial<SessionStatus>
  await pass(10_000)
  asked = []
  await pass(MINUTE)
  expect(asked).toEqual([])
})

test('a RETURN URL call that comes after the popup was closed is heard', async () => {
  press()
  await closePopup()
  await pass(MINUTE)
  expect(told).toEqual([])
  status = { status: 'credited', ...conversion } as Partial<SessionStatus>
  await pass(10_000)
  expect(told.map(([name]) => name)).toEqual(['converted', 'credited'])
})

test('where none comes within 2 minutes of the popup’s end, it is a close', async () => {
  const nonce = press()
  await closePopup()
  await pass(1.9 * MINUTE)
  expect(outcome).toBeUndefined()
  await pass(0.3 * MINUTE)
  expect(outcome).toEqual({ kind: 'closed' })
  expect(told).toEqual([['close', { nonce }]])
})

test('so it is after a popup that was open for an hour', async () => {
  press()
  await pass(60 * MINUTE)
  expect(outcome).toBeUndefined()
  popup.closed = true
  await pass(MINUTE)
  expect(outcome).toBeUndefined()
  await pass(1.3 * MINUTE)
  expect(outcome).toEqual({ kind: 'closed' })
})

test('a popup that reads as closed at once may be open behind COOP: it is asked about for half an hour', async () => {
  press()
  popup.closed = true
  await pass(25 * MINUTE)
  expect(outcome).toBeUndefined()
  status = { status: 'credited', ...conversion } as Partial<SessionStatus>
  await pass(10_000)
  expect(outcome).toEqual({ kind: 'credited', ...credit })
})

test('and is a close when that half hour is over', async () => {
  press()
  popup.closed = true
  await pass(31 * MINUTE)
  expect(outcome).toEqual({ kind: 'closed' })
})

test('a credit that Cafe24 lets wait is waited for, though the popup was closed', async () => {
  press()
  status = { status: 'converted', ...conversion } as Partial<SessionStatus>
  await closePopup()
  await pass(20 * MINUTE)
  status = { status: 'credited', ...conversion } as Partial<SessionStatus>
  await pass(10_000)
  expect(outcome).toMatchObject({ kind: 'credited' })
})

test('a credit that failed is an error', async () => {
  press()
  status = { status: 'failed' }
  await pass(4000)
  expect(outcome).toMatchObject({ kind: 'error', code: 'conversion_failed' })
})

test('a conversion of a media in test mode says so, in its events and outcome', async () => {
  const nonce = press()
  status = { status: 'credited', ...conversion, test: true } as Partial<SessionStatus>
  await pass(4000)
  expect(told).toEqual([
    ['converted', { nonce, ...conversion, test: true }],
    ['credited', { nonce, ...credit, test: true }],
  ])
  expect(outcome).toEqual({ kind: 'credited', ...credit, test: true })
})

for (const [whose, options, request] of [
  ['the options’', { addParam: 'own=1' }, undefined],
  ['the press’s', {}, { addParam: 'own=1' }],
] as const) {
  test(`${whose} add_param goes through untouched; nothing is asked, and closing is a close at once`, async () => {
    press(options, request)
    expect(addParam()).toBe('own=1')
    await closePopup()
    expect(outcome).toEqual({ kind: 'closed' })
    expect(asked).toEqual([])
  })
}

test('with a separator the nonce goes behind the page’s own, and the press is asked about by the nonce', async () => {
  const nonce = press({ addParam: 'own=1', separator: '~' })
  expect(addParam()).toBe(`own=1~${nonce}`)
  await pass(4000)
  expect(asked).toEqual([`${OURS}/solution/presses/${nonce}`])
})

test('a separator alone changes nothing', () => {
  const nonce = press({ separator: '~' })
  expect(addParam()).toBe(nonce)
})

test('with status off the address is the guide’s, nothing is asked, and closing is a close at once', async () => {
  press({ status: false })
  expect(addParam()).toBeNull()
  await closePopup()
  expect(outcome).toEqual({ kind: 'closed' })
  expect(asked).toEqual([])
})

test('without our server’s origin npm asks nothing of PointPay’s own popup', async () => {
  press({ statusOrigin: undefined })
  expect(addParam()).toBeNull()
  await closePopup()
  expect(outcome).toEqual({ kind: 'closed' })
  expect(asked).toEqual([])
})

for (const statusOrigin of [OURS, `${OURS}/`, 'HTTPS://PointPay.test:443'])
  test(`our own popup is as before, with our server named as ${statusOrigin}`, async () => {
    const nonce = press({ origin: OURS, statusOrigin })
    expect(addParam()).toBeNull()
    await pass(MINUTE)
    expect(asked).toEqual([])
    status = { status: 'cancelled' }
    popup.closed = true
    await pass(1000)
    expect(asked).toEqual([`${OURS}/pointhub/sessions/${nonce}`])
    expect(outcome).toEqual({ kind: 'cancelled' })
  })
