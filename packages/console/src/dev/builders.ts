import {
  accountViewSchema,
  auditEntrySchema,
  conversionDetailSchema,
  DEFAULT_CAP_PER_CALL,
  DEFAULT_CAP_PER_DAY,
  mediaStatusSchema,
  onlyFirstShop,
  reviewItemSchema,
  shopsSchema,
  type AccountView,
  type AuditEntry,
  type ConversionDetail,
  type MediaStatus,
  type ReviewItem,
  type Shop,
} from '@pointpay/contracts'
import type * as z from 'zod/mini'
import { goLiveWithout, SERVICE_ORIGIN, snippetOf } from './media-standing.ts'

type Over<Schema extends z.ZodMiniType> = Partial<z.input<Schema>>

/** A Cafe24 mall that has consented and works, with our own popup; every builder's answer is held to its contract. */
export function aMedia(over: Over<typeof mediaStatusSchema> = {}): MediaStatus {
  const { code = 'demomall', kind = 'cafe24' } = over
  const media = mediaStatusSchema.parse({
    code,
    name: '데모몰',
    kind,
    mode: 'live',
    popup: 'own',
    nonceSeparator: null,
    mallId: 'demomall',
    returnUrl: `${SERVICE_ORIGIN}/solution/return/rk_${code}_3Jw9fGm2QpXc7LtVbN4s`,
    oldReturnUrlUntil: null,
    proofKeyIssuedAt: null,
    oldProofKeyUntil: null,
    installUrl: `${SERVICE_ORIGIN}/solution/install/${code}`,
    snippet: '',
    consent: 'consented',
    consentProblem: null,
    tokenGoodUntil: '2026-12-07T00:12:00.000Z',
    lastCreditAt: '2026-11-24T00:10:31.000Z',
    backlog: 3,
    oldestWaitingMs: 42_000,
    needsPerson: 0,
    goLive: goLiveWithout(),
    scriptTag: 'installed',
    shops: kind === 'cafe24' ? onlyFirstShop : [],
    shopsReadAt: null,
    shopsReadable: false,
    origins: ['https://demomall.cafe24.com', 'https://m.demomall.cafe24.com'],
    returnNetworks: [],
    capPerCall: DEFAULT_CAP_PER_CALL,
    capPerDay: DEFAULT_CAP_PER_DAY,
    accentColor: null,
    memberProof: 'none',
    unverifiedAllowed: false,
    unusual: [],
    ...over,
  })
  return { ...media, snippet: over.snippet ?? snippetOf(media) }
}

/** A mall's shops of every kind: two that are served, one in another currency, and one that is closed. */
export function severalShops(): Shop[] {
  return shopsSchema.parse([
    { shopNo: 1, name: '데모몰', currency: 'KRW', language: 'ko_KR', active: true },
    { shopNo: 2, name: '데모몰 도매', currency: 'KRW', language: 'ko_KR', active: true },
    { shopNo: 3, name: 'Demo Mall Global', currency: 'USD', language: 'en_US', active: true },
    { shopNo: 4, name: 'デモモール', currency: 'JPY', language: 'ja_JP', active: false },
  ])
}

/** A conversion of 12,345 KT points that has been credited. */
export function aConversion(over: Over<typeof conversionDetailSchema> = {}): ConversionDetail {
  const convertedAt = over.convertedAt ?? '2026-11-24T00:10:25.000Z'
  const creditedAt = new Date(Date.parse(convertedAt) + 6_000).toISOString()
  return conversionDetailSchema.parse({
    mediaCode: 'demomall',
    test: false,
    transactionNumber: 'ME2026112409102510625855',
    memberId: 'pointpay',
    pointKind: 'KT',
    points: 12_345,
    amount: 12_345,
    state: 'credited',
    convertedAt,
    creditedAt,
    shopNo: 1,
    history: [
      anEntry(convertedAt, 0, 'conversion', 'captured'),
      anEntry(convertedAt, 200, 'postback', 'delivered'),
      anEntry(convertedAt, 210, 'credit', 'accepted'),
      anEntry(convertedAt, 4_800, 'credit', 'sending'),
      anEntry(convertedAt, 6_000, 'credit', 'credited'),
    ],
    parts: [{ number: 1, amount: over.amount ?? 12_345, state: 'credited', attempts: 1 }],
    cancellable: true,
    handWork: null,
    ...over,
  })
}

type Subject = ConversionDetail['history'][number]['subject']

function anEntry(start: string, afterMs: number, subject: Subject, to: string) {
  const at = new Date(Date.parse(start) + afterMs).toISOString()
  return { at, subject, from: null, to, reason: null, part: null, by: null }
}

export function aReview(over: Over<typeof reviewItemSchema> = {}): ReviewItem {
  return reviewItemSchema.parse({
    id: 'credit-41',
    kind: 'credit-unknown',
    mediaCode: 'demomall',
    test: false,
    transactionNumber: 'ME2026112118221190331027',
    memberId: 'hanbyul',
    amount: 30_000,
    part: 1,
    since: '2026-11-21T09:24:00.000Z',
    evidence: [
      '2026-11-21 18:22:15 적립을 요청했으나 10초 동안 답이 없었습니다.',
      '2026-11-21 18:23:30 적립 내역 14건을 끝까지 읽었으나 이 거래의 표시를 찾지 못했습니다.',
      '2026-11-21 18:24:00 두 번째로 읽는 중 Cafe24가 503으로 답했습니다.',
    ],
    decisions: ['applied', 'not-applied', 'abandon'],
    ...over,
  })
}

/** Something that the operator did, and that went well. */
export function anAuditEntry(over: Over<typeof auditEntrySchema> = {}): AuditEntry {
  return auditEntrySchema.parse({
    at: '2026-11-24T00:00:00.000Z',
    by: 'operator',
    action: 'login',
    mediaCode: null,
    subject: null,
    outcome: 'done',
    changes: null,
    ...over,
  })
}

export function anAccount(over: Over<typeof accountViewSchema> = {}): AccountView {
  return accountViewSchema.parse({
    login: 'operator',
    name: '김운영',
    role: 'operator',
    mediaCodes: [],
    secondFactor: false,
    disabled: false,
    lastLoginAt: '2026-11-24T00:00:00.000Z',
    ...over,
  })
}
