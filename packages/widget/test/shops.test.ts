// @vitest-environment jsdom
import { parsePopupFragment, parsePressMark } from '@pointpay/contracts'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPointPay, defineButton, type OpenRequest, type PointPayOptions } from '../src/index.ts'
import { newNonce, popupUrl } from '../src/opening/popup-url.ts'
import { aMember, leaveNoTrace, storefront } from './storefront.ts'

const OURS = 'https://pointpay.test'
const inCurrency = (currency: unknown) => storefront({ SHOP: { getCurrency: () => currency } })

/** Every address that was opened. */
let opened: URL[]
let asked: string[]

beforeEach(() => {
  opened = []
  asked = []
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true
  }
  for (const shop of [1, 2, 3]) sessionStorage.setItem(`member_${shop}`, aMember(`member${shop}`))
  vi.stubGlobal('open', (url: string) => {
    opened.push(new URL(url))
    return { closed: false, focus() {}, close() {} }
  })
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return Promise.resolve(new Response('', { status: 404 }))
  })
})
afterEach(leaveNoTrace)

function press(options: PointPayOptions, request?: OpenRequest) {
  const pointpay = createPointPay({ aCode: 'DEMO', statusOrigin: OURS, ...options })
  const outcome = pointpay.open(request)
  return {
    outcome,
    query: () => opened[0]!.searchParams,
    fragment: () => parsePopupFragment(opened[0]!.hash),
  }
}

describe('a shop is served', () => {
  const memberIn = (shopNo: number, options: PointPayOptions = {}) =>
    createPointPay({ aCode: 'DEMO', shopNo, ...options }).getMember().kind

  test.each([
    ['the page tells no currency', () => {}],
    ['the page says KRW', () => inCurrency('KRW')],
    ['the page’s SHOP is something else', () => storefront({ SHOP: 'a skin’s own' })],
    [
      'reading the currency throws',
      () =>
        storefront({
          SHOP: {
            getCurrency: () => {
              throw new Error('no')
            },
          },
        }),
    ],
  ])('where %s', (_, arrange) => {
    arrange()
    expect(memberIn(2)).toBe('member')
  })

  test.each(['USD', 'JPY', ''])('but not where the page counts in "%s"', (currency) => {
    inCurrency(currency)
    expect(memberIn(1)).toBe('unserved')
    expect(memberIn(1, { shops: [1] })).toBe('unserved')
  })

  test.each(['1,2', [1, 2]])('where the options list it: %j', (shops) => {
    expect([1, 2, 3].map((shopNo) => memberIn(shopNo, { shops }))).toEqual(['member', 'member', 'unserved'])
  })

  test.each(['', []])('but nowhere where the options list none: %j', (shops) => {
    expect(memberIn(1, { shops })).toBe('unserved')
  })

  test('and shop 12 is not meant by 1 and 2', () => {
    expect(memberIn(2, { shops: '12' })).toBe('unserved')
    expect(memberIn(1, { shops: '12' })).toBe('unserved')
  })
})

test('the button says what it found, and shows again when another shop is asked for', () => {
  inCurrency('KRW')
  const pointpay = createPointPay({ aCode: 'DEMO', shops: '1,2' })
  defineButton(pointpay)
  document.body.innerHTML = '<pointpay-button shop-no="3"></pointpay-button>'
  const button = document.querySelector('pointpay-button')!
  button.pointpay = pointpay
  button.connectedCallback()
  expect(button.dataset['member']).toBe('unserved')
  button.setAttribute('shop-no', '2')
  expect(button.dataset['member']).toBe('member')
  pointpay.configure({ shops: [1] })
  expect(button.dataset['member']).toBe('unserved')
})

test.each([
  ['a member', () => {}],
  ['a visitor who is not logged in', () => storefront({ CAPP_ASYNC_METHODS: { IS_LOGIN: false } })],
])('a press of %s in a shop that is not served opens nothing and says why', async (_, arrange) => {
  arrange()
  inCurrency('USD')
  const { outcome } = press({})
  expect(await outcome).toEqual({
    kind: 'error',
    code: 'shop_not_served',
    message: '이 상점에서는 제휴포인트를 사용할 수 없습니다.',
  })
  expect(opened).toEqual([])
})

describe('the shop of a press travels', () => {
  test('to our own popup in the fragment, and leaves the query as the guide has it', () => {
    const { query, fragment } = press({ origin: OURS, shopNo: 2 })
    expect(Object.fromEntries(query())).toEqual({ a_code: 'DEMO', user_id: 'member2' })
    expect(fragment()).toMatchObject({ nonce: expect.stringMatching(/^[0-9a-v]{32}$/), shopNo: 2 })
  })

  test('to PointPay’s own popup beside the nonce, and our server is asked for the nonce alone', async () => {
    const { query, fragment } = press({ shopNo: 2 })
    const { nonce, shopNo } = parsePressMark(query().get('add_param'))
    expect(shopNo).toBe(2)
    expect(nonce).toBe(fragment().nonce)
    await vi.waitFor(() => expect(asked).toContain(`${OURS}/solution/presses/${nonce}`), 5000)
  })

  test('and one that is no number is not taken for the first', () => {
    sessionStorage.setItem('member_NaN', aMember('nobody'))
    expect(press({ shopNo: 'two' }).fragment().shopNo).toBeNaN()
  })

  test('from the element that was pressed, before the page’s own', () => {
    storefront({ EC_SDE_SHOP_NUM: 3 })
    expect(press({}, { shopNo: '2' }).fragment().shopNo).toBe(2)
  })

  test('behind the page’s own add_param where the media has a separator', () => {
    const { query } = press({ shopNo: 2, addParam: 'order-7', separator: '~' })
    expect(query().get('add_param')).toMatch(/^order-7~[0-9a-v]{32}-s2$/)
  })

  test('not at all from the first shop: there the address is as it always was', () => {
    const { query, fragment } = press({})
    expect(query().get('add_param')).toBe(fragment().nonce)
    expect(fragment().shopNo).toBe(1)
  })

  test('and where the page’s own add_param leaves no room for it, another shop’s press opens nothing', async () => {
    const { outcome } = press({ shopNo: 2, addParam: 'order-7' })
    expect(await outcome).toMatchObject({ kind: 'error', code: 'shop_not_served' })
    expect(opened).toEqual([])
    expect(press({ addParam: 'order-7' }).query().get('add_param')).toBe('order-7')
  })

  test('unless the merchant credits by itself and asks for nothing of ours', () => {
    const { query } = press({ shopNo: 2, addParam: 'order-7', status: false })
    expect(query().get('add_param')).toBe('order-7')
  })
})

test('every shop that a press can name is read as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 32_767 }), (shopNo) => {
      const nonce = newNonce()
      const mark = shopNo === 1 ? nonce : `${nonce}-s${shopNo}`
      expect(parsePressMark(mark)).toEqual({ nonce, shopNo })
      expect(parsePopupFragment(new URL(popupUrl(OURS, mark, 'DEMO', 'shopper1')).hash)).toMatchObject({
        nonce,
        shopNo,
      })
    }),
  )
})
