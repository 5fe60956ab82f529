import {
  conversionViewSchema,
  pointKindViewSchema,
  sessionViewSchema,
  type ConversionView,
  type PointKindView,
  type SessionView,
} from '@pointpay/contracts'
import type * as z from 'zod/mini'

type Over<Schema extends z.ZodMiniType> = Partial<z.input<Schema>>

/** KT points: no unit, one to one. */
export function aKind(over: Over<typeof pointKindViewSchema> = {}): PointKindView {
  return pointKindViewSchema.parse({
    code: 'KT',
    name: 'KT 멤버십 포인트',
    balance: 52_340,
    minimum: 100,
    unit: 1,
    maximum: 200_000,
    rate: { numerator: 1, denominator: 1 },
    available: true,
    ...over,
  })
}

/** Another rate and a unit. */
export const cashbag = (over: Over<typeof pointKindViewSchema> = {}) =>
  aKind({
    code: 'OKCASHBAG',
    name: 'OK캐쉬백 포인트',
    balance: 18_750,
    minimum: 1_000,
    unit: 10,
    maximum: 100_000,
    rate: { numerator: 9, denominator: 10 },
    ...over,
  })

/** Hundreds only. */
export const lpoint = (over: Over<typeof pointKindViewSchema> = {}) =>
  aKind({
    code: 'LPOINT',
    name: 'L.POINT',
    balance: 3_150,
    minimum: 500,
    unit: 100,
    maximum: 50_000,
    ...over,
  })

/** A press of member `shopper01` in 데모몰, before the identity check. */
export function aSession(over: Over<typeof sessionViewSchema> = {}): SessionView {
  return sessionViewSchema.parse({
    id: 'session-1',
    nonce: null,
    expiresAt: new Date(Date.now() + 30 * 60_000).toISOString(),
    media: {
      code: 'demomall',
      name: '데모몰',
      accentColor: null,
      origins: ['https://demomall.cafe24.com'],
    },
    memberId: 'shopper01',
    returnTo: null,
    identity: { status: 'needed' },
    kinds: [],
    selection: null,
    conversion: null,
    leftBefore: null,
    open: true,
    sandbox: false,
    test: false,
    ...over,
  })
}

export function aConversion(over: Over<typeof conversionViewSchema> = {}): ConversionView {
  return conversionViewSchema.parse({
    state: 'converting',
    transactionNumber: 'ME2026112409102510625855',
    kind: 'KT',
    points: 12_345,
    amount: 12_345,
    startedAt: new Date().toISOString(),
    convertedAt: null,
    creditedAt: null,
    error: null,
    ...over,
  })
}
