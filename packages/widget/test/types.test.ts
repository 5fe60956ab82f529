import type { PopupErrorCode as WireErrorCode, PopupMessage, StoredMemberReading } from '@pointpay/contracts'
import { expectTypeOf, test } from 'vitest'
import type { PopupErrorCode, PointPayEvents } from '../src/index.ts'
import { parseStoredMember } from '../src/member/stored-member.ts'

/** A wire message of one type, without its envelope and brands: what its event carries. */
type Carried<Type extends PopupMessage['type']> = {
  [Field in Exclude<keyof Extract<PopupMessage, { type: Type }>, 'pointpay' | 'type'>]: Extract<
    PopupMessage,
    { type: Type }
  >[Field] extends number
    ? number
    : string
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
