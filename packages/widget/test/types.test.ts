import type { PopupErrorCode as WireErrorCode, PopupMessage, StoredMemberReading } from '@pointpay/contracts'
import { expect, expectTypeOf, test } from 'vitest'
import type { Credit, OpenRequest, PointPayEvents, PointPayOptions, PopupErrorCode } from '../src/index.ts'
import { parseStoredMember } from '../src/member/stored-member.ts'

type Message<Type extends PopupMessage['type']> = Omit<
  Extract<PopupMessage, { type: Type }>,
  'pointpay' | 'type'
>

/** A wire message of one type, without its envelope and brands: what its event carries. */
type Carried<Type extends PopupMessage['type']> = {
  [Field in keyof Message<Type>]: Message<Type>[Field] extends number
    ? number
    : Message<Type>[Field] extends string
      ? string
      : true
}

test('events carry what the wire’s messages carry', () => {
  expectTypeOf<PointPayEvents['converted']>().toExtend<Carried<'converted'>>()
  expectTypeOf<Carried<'converted'>>().toExtend<PointPayEvents['converted']>()
  expectTypeOf<PointPayEvents['credited']>().toExtend<Carried<'credited'>>()
  expectTypeOf<Carried<'credited'>>().toExtend<PointPayEvents['credited']>()
})

test('the popup’s error codes are those of the HTTP API', () => {
  expectTypeOf<PopupErrorCode>().toEqualTypeOf<WireErrorCode>()
})

test('the stored member is read into the same shape', () => {
  expectTypeOf(parseStoredMember).returns.toEqualTypeOf<StoredMemberReading>()
})

test('options that PointPay does not know are refused', () => {
  // @ts-expect-error -- an origin is a text
  const wrongOrigin: PointPayOptions = { statusOrigin: true }
  // @ts-expect-error -- the tag's attribute says `off`; npm says false
  const wrongStatus: PointPayOptions = { status: 'off' }
  // @ts-expect-error -- a press has no separator of its own
  const wrongRequest: OpenRequest = { addParam: 'own', separator: '~' }
  expect([wrongOrigin, wrongStatus, wrongRequest]).toHaveLength(3)
})

test('only a press in test mode says so: `test` is true or left out', () => {
  expectTypeOf<PointPayEvents['credited']['test']>().toEqualTypeOf<true | undefined>()
  // @ts-expect-error -- a live credit carries no `test`
  const live: Credit = { transactionNumber: 'ME1', amount: 1, test: false }
  expect(live.amount).toBe(1)
})
