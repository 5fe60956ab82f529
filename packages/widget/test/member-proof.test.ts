// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPointPay, type PointPay } from '../src/index.ts'
import { aMember, leaveNoTrace, storefront } from './storefront.ts'

const options = { aCode: 'DEMO', clientId: 'app', addParam: 'own' }

/** What each popup that was opened carries as `add_param`. */
let carried: (string | null)[]
let popup: { closed: boolean; focus(): void; close(): void }

beforeEach(() => {
  vi.useFakeTimers()
  carried = []
  popup = { closed: false, focus() {}, close() {} }
  sessionStorage.setItem('member_1', aMember('shopper1'))
  vi.stubGlobal('open', (url: string) => {
    carried.push(new URL(url).searchParams.get('add_param'))
    return popup
  })
  let given = 0
  storefront({
    CAFE24API: {
      getEncryptedMemberId(clientId: string, done: (error: null, info: object) => void) {
        setTimeout(() => done(null, { member_id: `${clientId} ${(given += 1)}` }), 100)
      },
    },
  })
})
afterEach(leaveNoTrace)

/** Presses where the last press's popup was closed. */
function press(pointpay: PointPay) {
  popup.closed = true
  popup = { ...popup, closed: false }
  void pointpay.open()
}

test('a press by open() carries the token that was got ahead of it, and the next press the next', async () => {
  const pointpay = createPointPay({ ...options, proof: 'cafe24' })
  for (let presses = 1; presses <= 2; presses += 1) {
    await vi.advanceTimersByTimeAsync(200)
    press(pointpay)
  }
  expect(carried).toEqual(['app 1', 'app 2'])
})

test('a press that comes before the token carries what the page gives, and no token twice', async () => {
  const pointpay = createPointPay({ ...options, proof: 'cafe24' })
  press(pointpay)
  await vi.advanceTimersByTimeAsync(200)
  press(pointpay)
  press(pointpay)
  expect(carried).toEqual(['own', expect.stringMatching(/^app \d$/), 'own'])
})

test('without the option no token is asked for', async () => {
  const pointpay = createPointPay(options)
  await vi.advanceTimersByTimeAsync(200)
  press(pointpay)
  expect(carried).toEqual(['own'])
})
