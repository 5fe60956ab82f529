// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPointPay } from '../src/index.ts'
import { aMember, blockStorage, leaveNoTrace, storefront } from './storefront.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
})
afterEach(leaveNoTrace)

const getMember = () => createPointPay({ aCode: 'DEMO' }).getMember()

describe('from the storefront’s record', () => {
  test('a fresh record is a member', () => {
    sessionStorage.setItem('member_1', aMember('shopper1'))
    expect(getMember()).toEqual({ kind: 'member', memberId: 'shopper1', expiresAtMs: 1_600_000 })
  })

  test('a record without an id is a guest', () => {
    sessionStorage.setItem('member_1', aMember(''))
    expect(getMember()).toEqual({ kind: 'guest' })
  })

  test('a record past its 10 minutes is expired', () => {
    sessionStorage.setItem('member_1', aMember('shopper1', -1))
    expect(getMember()).toEqual({ kind: 'expired', expiredAtMs: 999_999 })
  })

  test('a record that is none is malformed', () => {
    sessionStorage.setItem('member_1', '{"exp":')
    expect(getMember()).toEqual({ kind: 'malformed' })
  })

  test('no record yet is pending', () => {
    expect(getMember()).toEqual({ kind: 'pending' })
  })

  test('blocked storage is unavailable', () => {
    blockStorage()
    expect(getMember()).toEqual({ kind: 'unavailable' })
  })
})

describe('which shop', () => {
  test.each([
    ['EC_SDE_SHOP_NUM', () => storefront({ EC_SDE_SHOP_NUM: 2 })],
    ['EC_SDE_SHOP_NUM as text', () => storefront({ EC_SDE_SHOP_NUM: '2' })],
    ['CAFE24API.SHOP_NO', () => storefront({ CAFE24API: { SHOP_NO: 2 } })],
    ['EC_ROUTE', () => storefront({ EC_ROUTE: { getShopNo: () => 2 } })],
    ['the path', () => history.replaceState(null, '', '/shop2/order/basket.html')],
  ])('%s tells it', (_, arrange) => {
    arrange()
    sessionStorage.setItem('member_1', aMember('first'))
    sessionStorage.setItem('member_2', aMember('second'))
    expect(getMember()).toMatchObject({ memberId: 'second' })
  })

  test.each([0, -1, 1.5, 'x', Number.NaN, undefined, {}])('%s is no shop, so it is shop 1', (nonsense) => {
    storefront({ EC_SDE_SHOP_NUM: nonsense })
    sessionStorage.setItem('member_1', aMember('first'))
    expect(getMember()).toMatchObject({ memberId: 'first' })
  })

  test('an EC_ROUTE that throws is passed over', () => {
    storefront({
      EC_ROUTE: {
        getShopNo() {
          throw new Error('a skin’s own')
        },
      },
    })
    sessionStorage.setItem('member_1', aMember('first'))
    expect(getMember()).toMatchObject({ memberId: 'first' })
  })

  test('the option, and the call itself, go before the page', () => {
    storefront({ EC_SDE_SHOP_NUM: 1 })
    sessionStorage.setItem('member_2', aMember('second'))
    sessionStorage.setItem('member_3', aMember('third'))
    const pointpay = createPointPay({ aCode: 'DEMO', shopNo: 2 })
    expect(pointpay.getMember()).toMatchObject({ memberId: 'second' })
    expect(pointpay.getMember(3)).toMatchObject({ memberId: 'third' })
  })
})

describe('from CAFE24API, where the record does not tell', () => {
  const without = {
    'no record': () => {},
    'an expired record': () => sessionStorage.setItem('member_1', aMember('old', -1)),
    'a malformed record': () => sessionStorage.setItem('member_1', 'x'),
    'blocked storage': blockStorage,
  }
  test.each(Object.entries(without))('%s: getMemberID is asked', (_, arrange) => {
    arrange()
    storefront({ CAFE24API: { getMemberID: (done: (id: string) => void) => done('shopper1') } })
    expect(getMember()).toEqual({ kind: 'member', memberId: 'shopper1' })
  })

  test('null is a guest', () => {
    storefront({ CAFE24API: { getMemberID: (done: (id: null) => void) => done(null) } })
    expect(getMember()).toEqual({ kind: 'guest' })
  })

  test('null beside a login that the storefront affirms is still pending', () => {
    storefront({
      CAFE24API: { getMemberID: (done: (id: null) => void) => done(null) },
      CAPP_ASYNC_METHODS: { IS_LOGIN: true },
    })
    expect(getMember()).toEqual({ kind: 'pending' })
  })

  test('it is asked once, and the member is pending until it answers', () => {
    let answer!: (id: string) => void
    const getMemberID = vi.fn<(done: (id: string) => void) => void>((done) => {
      answer = done
    })
    storefront({ CAFE24API: { getMemberID } })
    const pointpay = createPointPay({ aCode: 'DEMO' })
    expect(pointpay.getMember()).toEqual({ kind: 'pending' })
    answer('shopper1')
    expect(pointpay.getMember()).toEqual({ kind: 'member', memberId: 'shopper1' })
    expect(getMemberID).toHaveBeenCalledTimes(1)
  })

  test('a record without an id beside a login that the storefront affirms does not tell', () => {
    sessionStorage.setItem('member_1', aMember(''))
    storefront({ CAPP_ASYNC_METHODS: { IS_LOGIN: true } })
    expect(getMember()).toEqual({ kind: 'pending' })
    storefront({
      CAFE24API: { getMemberID: (done: (id: string) => void) => done('shopper1') },
      CAPP_ASYNC_METHODS: { IS_LOGIN: true },
    })
    expect(getMember()).toEqual({ kind: 'member', memberId: 'shopper1' })
  })

  test('one that never answers gives way to what the record says, after 10 s', () => {
    sessionStorage.setItem('member_1', 'x')
    storefront({ CAFE24API: { getMemberID: () => {} } })
    const pointpay = createPointPay({ aCode: 'DEMO' })
    expect(pointpay.getMember()).toEqual({ kind: 'pending' })
    vi.advanceTimersByTime(10_001)
    expect(pointpay.getMember()).toEqual({ kind: 'malformed' })
  })

  test('one that throws, or is no API at all, is passed over', () => {
    storefront({
      CAFE24API: {
        getMemberID() {
          throw new Error('not initialised')
        },
      },
    })
    expect(getMember()).toEqual({ kind: 'pending' })
    storefront({ CAFE24API: document.createElement('div') })
    expect(getMember()).toEqual({ kind: 'pending' })
  })

  test('it is not asked while the record tells', () => {
    sessionStorage.setItem('member_1', aMember('shopper1'))
    const getMemberID = vi.fn<() => void>()
    storefront({ CAFE24API: { getMemberID } })
    expect(getMember()).toMatchObject({ memberId: 'shopper1' })
    expect(getMemberID).not.toHaveBeenCalled()
  })

  test('its answer is forgotten when the page comes back from the browser’s page cache', () => {
    let member: string | null = 'shopper1'
    storefront({ CAFE24API: { getMemberID: (done: (id: string | null) => void) => done(member) } })
    const pointpay = createPointPay({ aCode: 'DEMO' })
    expect(pointpay.getMember()).toMatchObject({ memberId: 'shopper1' })
    member = null
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    expect(pointpay.getMember()).toEqual({ kind: 'guest' })
  })
})

describe('from the login state', () => {
  test('logged out is a guest, without waiting', () => {
    storefront({ CAPP_ASYNC_METHODS: { IS_LOGIN: false } })
    expect(getMember()).toEqual({ kind: 'guest' })
  })

  test('what was never written counts as a guest after 10 s', () => {
    const pointpay = createPointPay({ aCode: 'DEMO' })
    vi.advanceTimersByTime(10_001)
    expect(pointpay.getMember()).toEqual({ kind: 'guest' })
  })

  test('but stays pending where the storefront affirms a login', () => {
    storefront({ CAPP_ASYNC_METHODS: { IS_LOGIN: true } })
    const pointpay = createPointPay({ aCode: 'DEMO' })
    vi.advanceTimersByTime(60_000)
    expect(pointpay.getMember()).toEqual({ kind: 'pending' })
  })
})
