import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatRegisteredAt,
  formatReturnAnswer,
  parseReturnAnswer,
  parseReturnForm,
  registeredAt,
} from '../src/index.ts'

const guideExample = {
  rw_pay_type: 'KT',
  rw_user_id: 'pointpay',
  rw_price: '10000',
  rw_reg_datetime: '2021-12-17 11:25:36',
  rw_a_code: 'demo',
  rw_orderno: 'ME2021121733235510625855',
  utc_code: 'ETC',
}

describe('the RETURN URL form', () => {
  test("the guide's own example is read as it stands", () => {
    expect(parseReturnForm(new URLSearchParams(guideExample))).toEqual({ kind: 'ok', form: guideExample })
  })

  test.each(Object.keys(guideExample).filter((field) => field !== 'utc_code'))(
    'a form without %s is refused by name',
    (field) => {
      const form = new URLSearchParams(guideExample)
      form.delete(field)
      expect(parseReturnForm(form)).toEqual({ kind: 'missing', field })
    },
  )

  test.each(Object.keys(guideExample))('a form that gives %s twice is refused by name', (field) => {
    const form = new URLSearchParams(guideExample)
    form.append(field, 'again')
    expect(parseReturnForm(form)).toEqual({ kind: 'repeated', field })
  })

  test.each(['0', '-1', '1.5', '1e3', '01', ' 1', '１０', '9'.repeat(16), 'NaN', '0x10'])(
    'an amount of "%s" is refused',
    (rw_price) => {
      expect(parseReturnForm(new URLSearchParams({ ...guideExample, rw_price }))).toEqual({
        kind: 'malformed',
        field: 'rw_price',
      })
    },
  )

  test.each(['2021-13-01 00:00:00', '2021-12-17', '2021-12-17T11:25:36', '2021-12-17 24:00:00'])(
    'a time of "%s" is refused',
    (rw_reg_datetime) => {
      expect(parseReturnForm(new URLSearchParams({ ...guideExample, rw_reg_datetime }))).toEqual({
        kind: 'malformed',
        field: 'rw_reg_datetime',
      })
    },
  )

  test.each(['KT', 'OKCASHBAG', 'L.POINT', 'H-Point', '신세계 포인트', 'a'.repeat(30)])(
    'a kind of point may be called "%s"',
    (rw_pay_type) => {
      expect(parseReturnForm(new URLSearchParams({ ...guideExample, rw_pay_type }))).toMatchObject({
        kind: 'ok',
      })
    },
  )

  test.each([' KT', 'K\nT', 'K\0T', '<b>', 'a'.repeat(31)])(
    'a kind of point is not called %j',
    (rw_pay_type) => {
      expect(parseReturnForm(new URLSearchParams({ ...guideExample, rw_pay_type }))).toEqual({
        kind: 'malformed',
        field: 'rw_pay_type',
      })
    },
  )

  test('its time is KST', () => {
    expect(registeredAt(guideExample).toISOString()).toBe('2021-12-17T02:25:36.000Z')
  })

  test('any instant survives being written and read, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (epochS) => {
        const instant = new Date(epochS * 1000)
        expect(registeredAt({ rw_reg_datetime: formatRegisteredAt(instant) })).toEqual(instant)
      }),
    )
  })
})

describe("the merchant's answer", () => {
  test.each(['201', ' 201', '201\r\n', '\uFEFF201\n'])('%j is a credit', (text) => {
    expect(parseReturnAnswer(text)).toEqual({ kind: 'credited' })
  })

  test.each([
    ['202|-|거래번호 중복', '거래번호 중복'],
    ['202 | - | 아이디 없음\n', '아이디 없음'],
    ['202|-|', ''],
    ['202|-|a|b', 'a|b'],
  ])('%j is a refusal', (text, reason) => {
    expect(parseReturnAnswer(text)).toEqual({ kind: 'refused', reason })
  })

  test.each(['', '200', '2010', '202', '<html>201</html>', '{"code":201}'])('%j says nothing', (text) => {
    expect(parseReturnAnswer(text)).toEqual({ kind: 'unreadable' })
  })

  test('whatever the reason, a refusal is one line that is read as a refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (reason) => {
        const text = formatReturnAnswer({ kind: 'refused', reason })
        expect(text).not.toMatch(/[\r\n]/)
        expect(parseReturnAnswer(text).kind).toBe('refused')
      }),
    )
  })
})
