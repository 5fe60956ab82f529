import * as z from 'zod/mini'
import { popupErrorCodeSchema } from './error-codes.ts'
import {
  instantSchema,
  krwSchema,
  mediaCodeSchema,
  memberIdSchema,
  nonceSchema,
  pointKindCodeSchema,
  pointsSchema,
  transactionNumberSchema,
} from './ids.ts'

/**
 * The popup's HTTP API, JSON, under `/pointhub/api`. A session belongs to the browser that opened it (an httpOnly cookie
 * set by `GET /pointhub/direct`) and is known by its id. Amount and member live in the server's session.
 *
 * | call | body → answer |
 * | --- | --- |
 * | `POST /sessions` | `OpenSession` → 201 `SessionView`, or 200 with the running session of the same press (reload) |
 * | `GET /sessions/{id}` | → `SessionView` |
 * | `POST /sessions/{id}/identity` | `StartIdentity` → `SessionView` (a code was sent) |
 * | `POST /sessions/{id}/identity/confirm` | `ConfirmIdentity` → `SessionView` (now with `kinds`) |
 * | `POST /sessions/{id}/balances` | → `SessionView` with balances read again |
 * | `PUT /sessions/{id}/selection` | `Selection` → `SessionView` (the server's quote in `selection`) |
 * | `POST /sessions/{id}/conversions` | `Convert`, header `Idempotency-Key` → 201 `SessionView`; the same key again: 200, the same conversion |
 * | `GET /sessions/{id}/events` | server-sent events named `session`, data `SessionView`, at each change; first one at once; ends with the session (`isSessionOver`) |
 * | `DELETE /sessions/{id}` | → 204: the shopper leaves; nothing moved |
 *
 * Every refusal is a `PopupErrorBody`.
 */
export const startIdentitySchema = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
  /** Digits, with or without dashes: a Korean mobile number. */
  phone: z.string().check(z.trim(), z.regex(/^01[016789]-?\d{3,4}-?\d{4}$/)),
})
export type StartIdentity = z.infer<typeof startIdentitySchema>

export const confirmIdentitySchema = z.object({ code: z.string().check(z.trim(), z.regex(/^\d{6}$/)) })
export type ConfirmIdentity = z.infer<typeof confirmIdentitySchema>

export const selectionSchema = z.object({ kind: pointKindCodeSchema, points: pointsSchema })
export type Selection = z.infer<typeof selectionSchema>

/** The terms a shopper must agree to, by id; `optional` ones do not exist. */
export const termsIds = ['service', 'third-party'] as const

export const convertSchema = z.object({
  /** What the shopper saw and pressed; refused with `selection_needed` if the server's session holds another. */
  kind: pointKindCodeSchema,
  points: pointsSchema,
  amount: krwSchema,
  agreed: z.array(z.enum(termsIds)),
})
export type Convert = z.infer<typeof convertSchema>

export const pointKindViewSchema = z.object({
  code: pointKindCodeSchema,
  /** In the shopper's language, e.g. `KT 멤버십 포인트`. */
  name: z.string(),
  balance: pointsSchema,
  /** Least points of one conversion. */
  minimum: pointsSchema,
  /** Points must be a multiple of this. */
  unit: pointsSchema,
  /** Most points of one conversion, the day's rest included. */
  maximum: pointsSchema,
  /** The mall receives floor(points × numerator ÷ denominator) KRW. */
  rate: z.object({ numerator: z.int(), denominator: z.int() }),
  /** False while the partner does not answer: balance is then 0 and the kind cannot be chosen. */
  available: z.boolean(),
})
export type PointKindView = z.infer<typeof pointKindViewSchema>

/**
 * | state | the shopper's points | the mall's 적립금 |
 * | --- | --- | --- |
 * | `converting` | being taken | not yet |
 * | `converted` | taken | on its way |
 * | `credited` | taken | there |
 * | `delayed` | taken | held up beyond a minute; it will come, or the points come back |
 * | `failed` | not taken, or given back | none |
 * | `cancelled` | given back | taken back |
 */
export const conversionStates = [
  'converting',
  'converted',
  'credited',
  'delayed',
  'failed',
  'cancelled',
] as const

export const conversionViewSchema = z.object({
  state: z.enum(conversionStates),
  transactionNumber: transactionNumberSchema,
  kind: pointKindCodeSchema,
  points: pointsSchema,
  amount: krwSchema,
  startedAt: instantSchema,
  convertedAt: z.nullable(instantSchema),
  creditedAt: z.nullable(instantSchema),
  /** Why it failed; null else. */
  error: z.nullable(z.object({ code: popupErrorCodeSchema, message: z.string() })),
})
export type ConversionView = z.infer<typeof conversionViewSchema>

export const identityViewSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('needed') }),
  z.object({
    status: z.literal('sent'),
    /** e.g. `010-****-5678`. */
    maskedPhone: z.string(),
    codeExpiresAt: instantSchema,
    resendAt: instantSchema,
    triesLeft: z.int(),
    /** The sandbox tells its code here so that a demo needs no phone; null with a real identity service. */
    sandboxCode: z.nullable(z.string()),
  }),
  z.object({ status: z.literal('locked'), until: instantSchema }),
  z.object({ status: z.literal('verified'), maskedName: z.string() }),
])
export type IdentityView = z.infer<typeof identityViewSchema>

export const sessionViewSchema = z.object({
  id: z.string(),
  nonce: z.nullable(nonceSchema),
  expiresAt: instantSchema,
  media: z.object({
    code: mediaCodeSchema,
    name: z.string(),
    /** CSS colour `#rrggbb` of the media's settings; null: PointPay's own. */
    accentColor: z.nullable(z.string().check(z.regex(/^#[0-9a-f]{6}$/))),
    /** The only origins that messages may be posted to. */
    origins: z.array(z.string()),
  }),
  /** Whole: the shopper is to see whose 적립금 it becomes, and an id with the same mask is easily registered. */
  memberId: memberIdSchema,
  /** The way back to the mall in same-tab mode: on a registered origin; null: the window is closed instead. */
  returnTo: z.nullable(z.string()),
  identity: identityViewSchema,
  /** Empty until the identity is verified. */
  kinds: z.array(pointKindViewSchema),
  selection: z.nullable(z.object({ kind: pointKindCodeSchema, points: pointsSchema, amount: krwSchema })),
  conversion: z.nullable(conversionViewSchema),
  /** The last try of this member in this browser, if it was left before converting: nothing moved then. */
  leftBefore: z.nullable(z.object({ at: instantSchema })),
  /** False once left or expired. */
  open: z.boolean(),
  /** Partners and identity check are played: the popup shows `시험 환경`. */
  sandbox: z.boolean(),
  /** The media was in test mode when this session began: no real points move, and no 적립금 is given. Implies `sandbox`. */
  test: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>
