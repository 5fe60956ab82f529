import * as z from 'zod/mini'
import { creditStates } from './credit-state.ts'
import {
  instantSchema,
  krwSchema,
  mediaCodeSchema,
  memberIdSchema,
  pointsSchema,
  transactionNumberSchema,
} from './ids.ts'
import { DEFAULT_CAP_PER_CALL, DEFAULT_CAP_PER_DAY } from './media-caps.ts'
import { pointHistoryRowSchema } from './point-history.ts'
import { shopsSchema } from './shop.ts'

const codeSchema = z.string().check(z.regex(/^\d{6}$/))

/**
 * The console's HTTP API, JSON, under `/console/api`, for a logged-in account (httpOnly SameSite=Strict cookie; changing
 * calls must carry the console's own `Origin`). A manager sees its own media alone; what it may not see answers 404.
 *
 * | call | who | body → answer |
 * | --- | --- | --- |
 * | `POST /login` | all | `Login` → `Me` |
 * | `POST /logout` | all | → 204 |
 * | `GET /me` | all | → `Me` |
 * | `POST /me/second-factor` | all | `OwnPassword` → `SecondFactorOffer`: a key for an authenticator app, told this once |
 * | `PUT /me/second-factor` | all | `Code` of that app → `Me`; from now on each login needs one, and other logins of the account end |
 * | `POST /me/second-factor/end` | all | `OwnPassword` → `Me` |
 * | `GET /service` | everybody, also before the login | → `ServiceView` |
 * | `GET /media` | all | → `{ items: MediaStatus[] }` |
 * | `POST /media` | operator | `NewMedia` → 201 `AddedMedia` |
 * | `GET /media/{code}` | all | → `MediaStatus` |
 * | `PATCH /media/{code}` | operator | `MediaChange` → `MediaStatus` |
 * | `PUT /media/{code}/app` | operator | `MediaApp` → `MediaStatus`; neither tells the secret back |
 * | `POST /media/{code}/return-key` | operator | → `MediaStatus` with a new RETURN URL; the one before is taken until `oldReturnUrlUntil` |
 * | `DELETE /media/{code}/return-key` | operator | → `MediaStatus`; the RETURN URL before the present one ends at once |
 * | `POST /media/{code}/proof-key` | operator | → `IssuedProofKey`: a new key for the merchant's backend, told this once |
 * | `DELETE /media/{code}/proof-key` | operator | → `MediaStatus`; the key before the present one ends at once |
 * | `PUT /media/{code}/shops` | operator | → `MediaStatus` with shops and origins as Cafe24 lists them now |
 * | `PUT /media/{code}/script-tag`, `DELETE …` | all | → `MediaStatus` (put in or updated; taken out) |
 * | `GET /conversions?…` | all | `ConversionQuery` → `ConversionPage` |
 * | `GET /conversions/{mediaCode}/{transactionNumber}` | all | → `ConversionDetail` |
 * | `GET …/events` | all | server-sent events named `conversion`, data `ConversionDetail`; first one at once |
 * | `GET …/cancel` | all | → `CancelPreview` |
 * | `POST …/cancel` | all | `CancelRequest` → 202 `ConversionDetail` |
 * | `GET /reviews?mediaCode&kind&cursor` | all | `ReviewQuery` → `ReviewPage` |
 * | `POST /reviews/{id}` | operator | `ReviewDecision` → `ConversionDetail` |
 * | `GET /totals?mediaCode&from&to` | all | → `{ items: DailyTotal[] }` (KST days, both ends included, at most 92) |
 * | `GET /settlement.csv?mediaCode&from&to` | all | CSV, UTF-8 with BOM, one line a conversion |
 * | `GET /accounts`, `POST /accounts`, `PATCH /accounts/{login}` | operator | `AccountView`s, `NewAccount`, `AccountChange` |
 * | `GET /audit?cursor&by&action` | operator | `AuditQuery` → `AuditPage` |
 *
 * Every refusal is a `ConsoleErrorBody`.
 */
export const loginSchema = z.object({
  login: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
  password: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Of the account's authenticator app, once `code_needed` was answered. */
  code: z.optional(codeSchema),
})
export type Login = z.infer<typeof loginSchema>

/** The present password of whoever asks, so that nobody does it at a browser that was left open. Wrong: the refusal names it. */
export const ownPasswordSchema = z.object({ yourPassword: loginSchema.shape.password })
export type OwnPassword = z.infer<typeof ownPasswordSchema>

export const codeBodySchema = z.object({ code: codeSchema })
export type CodeBody = z.infer<typeof codeBodySchema>

/** A key for an authenticator app (TOTP, RFC 6238: SHA-1, 6 digits, 30 s). It has no effect until one of its codes is confirmed. */
export const secondFactorOfferSchema = z.object({
  /** Base32, for typing. */
  key: z.string(),
  /** `otpauth://totp/…`, for a QR code. */
  uri: z.string(),
})
export type SecondFactorOffer = z.infer<typeof secondFactorOfferSchema>

export const roles = ['operator', 'manager'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

export const meSchema = z.object({
  login: z.string(),
  name: z.string(),
  role: roleSchema,
  /** A manager's media; an operator's list is empty and means all. */
  mediaCodes: z.array(mediaCodeSchema),
  /** A login needs a code of the account's authenticator app besides the password. */
  secondFactor: z.boolean(),
})
export type Me = z.infer<typeof meSchema>

/** What runs in this service, for what the console shows and hides. */
export const serviceViewSchema = z.object({
  /** Our own popup serves live media: point partners and an identity check are configured. */
  pointhub: z.boolean(),
  /** Partners or identity check are played: nothing here is real. The console shows `시험 환경`. */
  sandbox: z.boolean(),
})
export type ServiceView = z.infer<typeof serviceViewSchema>

const originSchema = z.string().check(z.regex(/^https?:\/\/[^/?#\s]+$/))
const accentColorSchema = z.string().check(z.regex(/^#[0-9a-f]{6}$/))
/** An address or a CIDR block, IPv4 or IPv6. */
const networkSchema = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** What a media demands of `user_id` before a conversion. */
export const memberProofs = ['none', 'cafe24-token', 'signed-param'] as const

/**
 * `live`: real points, real 적립금. `test`: played partners and identity check, and a ledger that cannot call Cafe24, so that
 * the whole way can be walked on the mall's real pages. Shown as 시험 everywhere, left out of totals and settlement.
 */
export const mediaModes = ['live', 'test'] as const
export type MediaMode = (typeof mediaModes)[number]

/** Whose popup the media's button opens: ours (`pointhub`), or PointPay's own at {@link POINTPAY_POPUP_ORIGIN}. */
export const popupOwners = ['own', 'pointpay'] as const
export type PopupOwner = (typeof popupOwners)[number]

/** Where PointPay's own popup is: `{origin}/pointhub/direct` (solution-merchant guide, 22.02.16). */
export const POINTPAY_POPUP_ORIGIN = 'https://ssl.pointpay.im'

/** Several shops, each with domains of its own, and `m.` before each. */
export const MAX_ORIGINS = 100

const changeableMedia = {
  mode: z.enum(mediaModes),
  popup: z.enum(popupOwners),
  /**
   * What the widget puts between a page's own `add_param` and the press's nonce, so that the page learns the result of
   * PointPay's own popup; null: a page's own `add_param` goes through as it is, and the result is not told.
   */
  nonceSeparator: z.nullable(z.string().check(z.regex(/^[~|;:,.!*]{1,3}$/))),
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
  /** Mall origins that the popup may talk to, e.g. `https://mymall.cafe24.com`. */
  origins: z.array(originSchema).check(z.maxLength(MAX_ORIGINS)),
  /** The mall's shops; a conversion is credited in those alone that count in KRW. */
  shops: shopsSchema.check(z.minLength(1)),
  returnNetworks: z.array(networkSchema).check(z.maxLength(50)),
  /** KRW of one RETURN URL call at most. */
  capPerCall: krwSchema.check(z.minimum(1)),
  /** KRW of one KST day at most. */
  capPerDay: krwSchema.check(z.minimum(1)),
  accentColor: z.nullable(accentColorSchema),
  /** `signed-param` is refused for a media whose merchant was given no proof key. */
  memberProof: z.enum(memberProofs),
  /** The unverified popup (`direct_ci`), whose forms the merchant's backend signs with the proof key. */
  unverifiedAllowed: z.boolean(),
}

/**
 * A mall's app at Cafe24, or another secret of the app that it has. Consent is to an app: for another one the mall's owner
 * consents anew, and what waits is kept.
 */
export const mediaAppSchema = z.object({
  clientId: z.string().check(z.minLength(1), z.maxLength(100)),
  clientSecret: z.string().check(z.minLength(1), z.maxLength(200)),
})
export type MediaApp = z.infer<typeof mediaAppSchema>

/**
 * A new media. `kind: 'cafe24'`: our solution half credits its mall. `kind: 'own-backend'` (실물가맹점): the merchant's own
 * RETURN URL is told.
 */
export const newMediaSchema = z.object({
  ...changeableMedia,
  mode: z._default(changeableMedia.mode, 'live'),
  /** Left out: our own where this service has point partners, else PointPay's. */
  popup: z.optional(changeableMedia.popup),
  nonceSeparator: z._default(changeableMedia.nonceSeparator, null),
  origins: z._default(changeableMedia.origins, []),
  /** Left out: one shop in KRW, as the guide has it; own-backend: none. */
  shops: z.optional(changeableMedia.shops),
  returnNetworks: z._default(changeableMedia.returnNetworks, []),
  capPerCall: z._default(changeableMedia.capPerCall, DEFAULT_CAP_PER_CALL),
  capPerDay: z._default(changeableMedia.capPerDay, DEFAULT_CAP_PER_DAY),
  accentColor: z._default(changeableMedia.accentColor, null),
  memberProof: z._default(changeableMedia.memberProof, 'none'),
  unverifiedAllowed: z._default(changeableMedia.unverifiedAllowed, false),
  code: mediaCodeSchema,
  integration: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('cafe24'),
      mallId: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{2,29}$/)),
      ...mediaAppSchema.shape,
    }),
    z.object({ kind: z.literal('own-backend'), returnUrl: z.url({ protocol: /^https?$/ }) }),
  ]),
})
export type NewMedia = z.infer<typeof newMediaSchema>

export const mediaChangeSchema = z.partial(z.object(changeableMedia))
export type MediaChange = z.infer<typeof mediaChangeSchema>

/**
 * What a media needs before shoppers may use it for real.
 *
 * | item | done when |
 * | --- | --- |
 * | `consent` | the mall's owner has consented, and the consent still holds; own-backend: always |
 * | `partners` | PointPay's own popup, or this service has point partners and an identity check that are not played |
 * | `member` | our own popup: a proof of the member is demanded; PointPay's own, which can demand none: always |
 * | `origins` | at least one mall origin is registered, each with https |
 * | `return-url` | PointPay's own popup: the RETURN URL was called and took a conversion; else: it is an https address |
 */
export const goLiveItems = ['consent', 'partners', 'member', 'origins', 'return-url'] as const
export type GoLiveItem = (typeof goLiveItems)[number]

/**
 * What about the calls of a RETURN URL may be somebody who has its address and should not.
 *
 * | kind | is |
 * | --- | --- |
 * | `large` | one unsigned call of more than half of the cap for a call |
 * | `day` | the day's total has passed 80 % of its cap |
 * | `rate` | more unsigned calls in a minute than Cafe24 can credit |
 * | `refused` | many calls in a minute from a wrong network, with a wrong signature or media code, or beyond a cap |
 */
export const unusualKinds = ['large', 'day', 'rate', 'refused'] as const
export type UnusualKind = (typeof unusualKinds)[number]

export const UNUSUAL_SHOWN_DAYS = 7
export const MAX_UNUSUAL = 20

/** The calls of one hour; of `day`: of one KST day. */
export const unusualSchema = z.object({
  kind: z.enum(unusualKinds),
  /** The newest of them. */
  at: instantSchema,
  /** KRW: their sum; of `day`: the day's total. null: `refused` calls have none that can be believed. */
  amount: z.nullable(krwSchema),
  count: z.int(),
})
export type Unusual = z.infer<typeof unusualSchema>

export const mediaStatusSchema = z.object({
  code: mediaCodeSchema,
  ...changeableMedia,
  // As they are stored: one media's broken row must not cost anybody the list.
  name: z.string(),
  origins: z.array(z.string()),
  returnNetworks: z.array(z.string()),
  capPerCall: krwSchema,
  capPerDay: krwSchema,
  /** Empty for own-backend. */
  shops: shopsSchema,
  /**
   * Names of settings that are stored in a way that this version cannot read, e.g. after a change by hand. Until a person sets
   * them again they count in the safest way: shops that are not served, a cap of 0, networks that let nobody in.
   */
  broken: z._default(z.array(z.string()), []),
  kind: z.enum(['cafe24', 'own-backend']),
  mallId: z.nullable(z.string()),
  /**
   * The RETURN URL to register with PointPay; of an own-backend media, the merchant's. null: its key cannot be read with the
   * token keys that the service has. A new one helps.
   */
  returnUrl: z.nullable(z.string()),
  /** Until when the RETURN URL before this one is taken too; null: it is not. */
  oldReturnUrlUntil: z.nullable(instantSchema),
  /** When the merchant's backend was given the key that it signs with; null: never. */
  proofKeyIssuedAt: z.nullable(instantSchema),
  /** Until when the proof key before this one is taken too; null: it is not. */
  oldProofKeyUntil: z.nullable(instantSchema),
  /** The address to send to the mall's owner; null for own-backend. */
  installUrl: z.nullable(z.string()),
  /** What a skin editor pastes. Another popup or mode is another snippet. */
  snippet: z.string(),
  /** The checklist for going live, in the order of {@link goLiveItems}. */
  goLive: z.array(z.object({ item: z.enum(goLiveItems), done: z.boolean() })),
  consent: z.enum(['not-needed', 'never', 'consented', 'withdrawn']),
  /** Why the owner must consent again, in Korean; null while all is well. */
  consentProblem: z.nullable(z.string()),
  /** When the refresh token dies if nothing renews it. */
  tokenGoodUntil: z.nullable(instantSchema),
  lastCreditAt: z.nullable(instantSchema),
  backlog: z.int(),
  oldestWaitingMs: z.nullable(z.int()),
  needsPerson: z.int(),
  scriptTag: z.enum(['none', 'installed', 'outdated', 'not-permitted']),
  /** When `shops` was read from Cafe24; null: it was registered by hand. */
  shopsReadAt: z.nullable(instantSchema),
  /** Whether the owner's consent lets us read the shops (`mall.read_store`). */
  shopsReadable: z.boolean(),
  /** What was unusual about the calls of its RETURN URL in the last {@link UNUSUAL_SHOWN_DAYS} days, newest first. */
  unusual: z.array(unusualSchema).check(z.maxLength(MAX_UNUSUAL)),
})
export type MediaStatus = z.infer<typeof mediaStatusSchema>

/** With the key that was issued, for the merchant's backend. It is told this once. */
export const issuedProofKeySchema = z.object({ ...mediaStatusSchema.shape, proofKey: z.string() })
export type IssuedProofKey = z.infer<typeof issuedProofKeySchema>

/** A media that was just added. `proofKey`: it demands signatures from the beginning, and this is the key, told this once. */
export const addedMediaSchema = z.object({ ...mediaStatusSchema.shape, proofKey: z.optional(z.string()) })
export type AddedMedia = z.infer<typeof addedMediaSchema>

/**
 * A conversion as a person sees it: the credit's states (`creditStates`), and those that lie before and after it.
 * `converting` points being taken · `posting` RETURN URL not answered yet · `delivered` a merchant's own backend said 201 ·
 * `failed` ended, points given back · `cancelling`, `cancelled`.
 */
export const consoleStates = [
  'converting',
  'posting',
  ...creditStates,
  'delivered',
  'failed',
  'cancelling',
  'cancelled',
] as const
export const consoleStateSchema = z.enum(consoleStates)
export type ConsoleState = z.infer<typeof consoleStateSchema>

/** Query of `GET /conversions`; all optional. Days are KST `YYYY-MM-DD`, both included. */
export const conversionQuerySchema = z.object({
  mediaCode: z.optional(mediaCodeSchema),
  memberId: z.optional(memberIdSchema),
  transactionNumber: z.optional(transactionNumberSchema),
  state: z.optional(consoleStateSchema),
  from: z.optional(z.iso.date()),
  to: z.optional(z.iso.date()),
  cursor: z.optional(z.string().check(z.maxLength(300))),
})
export type ConversionQuery = z.infer<typeof conversionQuerySchema>

/** As they are stored: what an earlier version took must not cost anybody a page. */
const storedMemberIdSchema = z.string().brand<'MemberId'>()
const storedPointKindSchema = z.string().brand<'PointKindCode'>()

export const conversionRowSchema = z.object({
  mediaCode: mediaCodeSchema,
  /** Made while the media was in test mode: no real points, no 적립금. */
  test: z.boolean(),
  transactionNumber: transactionNumberSchema,
  memberId: storedMemberIdSchema,
  pointKind: z.nullable(storedPointKindSchema),
  /** null where PointPay's own pointhub converted and told the amount alone. */
  points: z.nullable(pointsSchema),
  amount: krwSchema,
  state: consoleStateSchema,
  convertedAt: instantSchema,
  creditedAt: z.nullable(instantSchema),
})
export type ConversionRow = z.infer<typeof conversionRowSchema>

export const conversionPageSchema = z.object({
  items: z.array(conversionRowSchema),
  /** Newest first; give it back as `cursor`; null: no more. */
  nextCursor: z.nullable(z.string()),
})
export type ConversionPage = z.infer<typeof conversionPageSchema>

export const historyEntrySchema = z.object({
  at: instantSchema,
  /** Which of the machines: the taking of points, the postback, the credit, its cancel, a person. */
  subject: z.enum(['conversion', 'postback', 'credit', 'cancel', 'person']),
  from: z.nullable(z.string()),
  to: z.string(),
  /** In Korean where a person reads it; Cafe24's and merchants' own words are kept. */
  reason: z.nullable(z.string()),
  part: z.nullable(z.int()),
  by: z.nullable(z.string()),
})
export type HistoryEntry = z.infer<typeof historyEntrySchema>

export const conversionDetailSchema = z.object({
  ...conversionRowSchema.shape,
  /** The shop that is credited; null where the crediting is the merchant's own. */
  shopNo: z.nullable(z.int()),
  history: z.array(historyEntrySchema),
  parts: z.array(z.object({ number: z.int(), amount: krwSchema, state: z.string(), attempts: z.int() })),
  /** What a person can do now. */
  cancellable: z.boolean(),
  /** What must still be done by hand elsewhere, in Korean; null: nothing. */
  handWork: z.nullable(z.string()),
})
export type ConversionDetail = z.infer<typeof conversionDetailSchema>

export const cancelPreviewSchema = z.object({
  /** KRW the member could lose now, read from Cafe24 just before; null where nothing need be deducted. */
  available: z.nullable(krwSchema),
  needed: krwSchema,
  sufficient: z.boolean(),
  /**
   * Rows by which somebody may have taken the points back by hand. Where there are any, the cancel is refused as
   * `points_perhaps_taken` until a person says what they are, and of which (`byHand`).
   */
  perhapsTaken: z.array(pointHistoryRowSchema),
})
export type CancelPreview = z.infer<typeof cancelPreviewSchema>

/** `taken`: the rows shown are this cancel, take nothing more. `deduct`: they are of another matter, take the points. */
export const byHandChoices = ['taken', 'deduct'] as const
export type ByHandChoice = (typeof byHandChoices)[number]

/** What a person says of the rows that they were shown. It holds for exactly these rows, and for no others. */
export const byHandAnswerSchema = z.object({
  choice: z.enum(byHandChoices),
  /** `perhapsTaken` as it was shown, all of it, in any order. */
  rows: z.array(pointHistoryRowSchema).check(z.minLength(1)),
})
export type ByHandAnswer = z.infer<typeof byHandAnswerSchema>

export const cancelRequestSchema = z.object({
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  /**
   * Left out: nobody has seen any rows by hand. Where the rows are others by now, the cancel is refused again as
   * `points_perhaps_taken`, with those of now.
   */
  byHand: z.optional(byHandAnswerSchema),
})
export type CancelRequest = z.infer<typeof cancelRequestSchema>

/**
 * What only a person can settle. `…-unknown`: the point history could not tell what became of it · `…-refused`: Cafe24 refused it ·
 * `postback-given-up`: the merchant's RETURN URL never gave a proper answer.
 */
export const reviewKinds = [
  'credit-unknown',
  'credit-refused',
  'cancel-unknown',
  'cancel-refused',
  'postback-given-up',
] as const
export type ReviewKind = (typeof reviewKinds)[number]

/** Query of `GET /reviews`; all optional. Left out: of every media that the account sees, of every kind. */
export const reviewQuerySchema = z.object({
  mediaCode: z.optional(mediaCodeSchema),
  kind: z.optional(z.enum(reviewKinds)),
  cursor: z.optional(z.string().check(z.maxLength(300))),
})
export type ReviewQuery = z.infer<typeof reviewQuerySchema>

/** Something only a person can settle. */
export const reviewItemSchema = z.object({
  id: z.string(),
  kind: z.enum(reviewKinds),
  mediaCode: mediaCodeSchema,
  /** Of a media in test mode: nothing real depends on it. */
  test: z.boolean(),
  transactionNumber: transactionNumberSchema,
  memberId: storedMemberIdSchema,
  amount: krwSchema,
  part: z.nullable(z.int()),
  since: instantSchema,
  /** What was tried and what was seen, in Korean, one line each. */
  evidence: z.array(z.string()),
  decisions: z.array(z.enum(['applied', 'not-applied', 'retry', 'abandon'])),
})
export type ReviewItem = z.infer<typeof reviewItemSchema>

export const reviewPageSchema = z.object({
  /** At most 50. */
  items: z.array(reviewItemSchema),
  /**
   * Longest waiting first; give it back as `cursor`; null: no more for now. What is decided meanwhile is left out, what comes
   * up meanwhile stands at the end.
   */
  nextCursor: z.nullable(z.string()),
})
export type ReviewPage = z.infer<typeof reviewPageSchema>

export const reviewDecisionSchema = z.object({
  decision: z.enum(['applied', 'not-applied', 'retry', 'abandon']),
  note: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
})
export type ReviewDecision = z.infer<typeof reviewDecisionSchema>

export const dailyTotalSchema = z.object({
  day: z.iso.date(),
  credited: z.object({ count: z.int(), amount: krwSchema }),
  cancelled: z.object({ count: z.int(), amount: krwSchema }),
})
export type DailyTotal = z.infer<typeof dailyTotalSchema>

export const accountViewSchema = z.object({
  ...meSchema.shape,
  disabled: z.boolean(),
  lastLoginAt: z.nullable(instantSchema),
})
export type AccountView = z.infer<typeof accountViewSchema>

export const newAccountSchema = z.object({
  login: z.string().check(z.trim(), z.regex(/^[a-z0-9._-]{3,40}$/)),
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
  role: roleSchema,
  mediaCodes: z.array(mediaCodeSchema),
  password: z.string().check(z.minLength(10), z.maxLength(200)),
})
export type NewAccount = z.infer<typeof newAccountSchema>

export const accountChangeSchema = z.object({
  name: z.optional(newAccountSchema.shape.name),
  mediaCodes: z.optional(newAccountSchema.shape.mediaCodes),
  password: z.optional(newAccountSchema.shape.password),
  /**
   * With `password` and `secondFactor`: the present password of the operator who sets it, so that nobody does it at a browser
   * that was left open. Missing or wrong, the refusal names this field.
   */
  yourPassword: z.optional(loginSchema.shape.password),
  disabled: z.optional(z.boolean()),
  /** Switches it off for somebody who lost their authenticator app. Only its owner can switch it on. */
  secondFactor: z.optional(z.literal(false)),
})
export type AccountChange = z.infer<typeof accountChangeSchema>

/**
 * What stands on the audit trail. `login.under_attack`: many wrong passwords for one login · `access.refused`: somebody asked
 * for a media that they may not see · `conversion.search`, `conversion.read`: a member's data was read.
 */
export const auditActions = [
  'login',
  'login.under_attack',
  'logout',
  'access.refused',
  'conversion.search',
  'conversion.read',
  'conversion.cancel',
  'review.decide',
  'media.add',
  'media.change',
  'media.app',
  'media.return-key',
  'media.return-key.end-old',
  'media.proof-key',
  'media.proof-key.end-old',
  'media.shops.read',
  'media.script-tag.put',
  'media.script-tag.remove',
  'account.add',
  'account.change',
  'second-factor.offer',
  'second-factor.on',
  'second-factor.off',
  'settlement.export',
] as const
export type AuditAction = (typeof auditActions)[number]

/** Query of `GET /audit`; all optional. Left out: the newest of everybody. */
export const auditQuerySchema = z.object({
  by: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  action: z.optional(z.enum(auditActions)),
  cursor: z.optional(z.string().check(z.regex(/^\d{1,15}$/))),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

export const auditEntrySchema = z.object({
  at: instantSchema,
  by: z.string(),
  /** One of {@link auditActions}, or one that an earlier version knew. */
  action: z.string(),
  mediaCode: z.nullable(mediaCodeSchema),
  subject: z.nullable(z.string()),
  /** `asked` before something that may fail midway, then a line with `done` or why not. */
  outcome: z.string(),
  /** What it was before and is now, by field; a password or another secret is `…`. null: nothing of ours changed. */
  changes: z.nullable(z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }))),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditPageSchema = z.object({
  items: z.array(auditEntrySchema),
  nextCursor: z.nullable(z.string()),
})
export type AuditPage = z.infer<typeof auditPageSchema>
