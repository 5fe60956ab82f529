import {
  onlyFirstShop,
  type AccountView,
  type AuditAction,
  type AuditEntry,
  type ConsoleState,
  type ConversionDetail,
  type MediaStatus,
  type ReviewItem,
  type ServiceView,
} from '@pointpay/contracts'
import { aConversion, aMedia, anAccount, anAuditEntry, aReview, severalShops } from './builders.ts'
import { standingOf } from './media-standing.ts'
import { seededRandom } from './random.ts'

/** Everything that a mocked server holds. */
export interface Data {
  accounts: (AccountView & { password: string })[]
  media: MediaStatus[]
  conversions: ConversionDetail[]
  reviews: ReviewItem[]
  audit: AuditEntry[]
}

const states: readonly [ConsoleState, weight: number][] = [
  ['credited', 70],
  ['cancelled', 8],
  ['sending', 3],
  ['accepted', 3],
  ['waiting', 3],
  ['unknown', 2],
  ['refused', 2],
  ['review', 2],
  ['posting', 2],
  ['converting', 1],
  ['failed', 2],
  ['cancelling', 1],
  ['delivered', 1],
]
const members = [
  'pointpay',
  'hanbyul',
  'minji.kim',
  '한글회원',
  'a&b@shop',
  'kt_lover77',
  'jeju-orange',
  'n0vember',
] as const
const kinds = ['KT', 'KT', 'KT', 'OKC', 'LPT'] as const

/** Some hundreds of conversions over the last 60 days, newest first, of all kinds of media. */
export function sampleData(nowMs: number, service: ServiceView, count = 400): Data {
  const random = seededRandom(20_261_124)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const media = sampleMedia(nowMs).map((each) => standingOf(each, service))
  const conversions = Array.from({ length: count }, (_, index) => {
    const convertedAt = new Date(nowMs - index * 13_000_000 * (0.5 + random()) * (60 / count) * 2 - 60_000)
    const { code, mode, popup } = pick(media)
    const test = mode === 'test'
    const amount = Math.floor(random() * 60 + 1) * 500 + (index % 37 === 5 ? 2_400_000 : 0)
    const state = weighted(random())
    const done = state === 'credited' || state === 'cancelled' || state === 'delivered'
    return aConversion({
      mediaCode: code,
      test,
      transactionNumber: `ME${convertedAt.toISOString().replace(/\D/g, '').slice(0, 14)}${String(10_000_000 + index)}`,
      memberId: pick(members),
      pointKind: pick(kinds),
      points: popup === 'pointpay' && !test ? null : amount,
      amount,
      state,
      convertedAt: convertedAt.toISOString(),
      cancellable: state === 'credited',
      ...(done ? {} : { creditedAt: null, history: aConversion().history.slice(0, 3) }),
      ...(amount > 1_000_000 ? { parts: partsOf(amount, done ? 'credited' : 'accepted') } : {}),
    })
  }).sort((a, b) => b.convertedAt.localeCompare(a.convertedAt))
  return {
    accounts: sampleAccounts(),
    media,
    conversions,
    reviews: sampleReviews(conversions),
    audit: sampleAudit(nowMs),
  }
}

function weighted(at: number): ConsoleState {
  let left = at * states.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [state, weight] of states) if ((left -= weight) < 0) return state
  return 'credited'
}

function partsOf(amount: number, state: string): ConversionDetail['parts'] {
  return aConversion({
    parts: Array.from({ length: Math.ceil(amount / 1_000_000) }, (_, index) => ({
      number: index + 1,
      amount: Math.min(1_000_000, amount - index * 1_000_000),
      state,
      attempts: 1,
    })),
  }).parts
}

function sampleMedia(nowMs: number): MediaStatus[] {
  const inDays = (days: number) => new Date(nowMs + days * 86_400_000).toISOString()
  return [
    aMedia({
      tokenGoodUntil: inDays(12.9),
      lastCreditAt: inDays(-0.01),
      memberProof: 'cafe24-token',
      proofKeyIssuedAt: inDays(-40),
      oldReturnUrlUntil: inDays(4),
      shops: severalShops(),
      shopsReadAt: inDays(-3),
      shopsReadable: true,
    }),
    aMedia({
      code: 'oldshop',
      name: '오래된 가게',
      mallId: 'oldshop',
      popup: 'pointpay',
      consent: 'withdrawn',
      consentProblem:
        '쇼핑몰에서 앱이 삭제되어 적립할 수 없습니다. 설치 주소를 쇼핑몰 주인에게 다시 보내 동의를 받아 주세요.',
      tokenGoodUntil: null,
      lastCreditAt: inDays(-2),
      backlog: 27,
      oldestWaitingMs: 171_000_000,
      needsPerson: 2,
      scriptTag: 'outdated',
      unusual: [
        { kind: 'refused', at: inDays(-0.2), amount: null, count: 214 },
        { kind: 'large', at: inDays(-0.3), amount: 5_400_000, count: 3 },
        { kind: 'day', at: inDays(-1.1), amount: 24_300_000, count: 61 },
      ],
      origins: ['https://oldshop.cafe24.com'],
    }),
    aMedia({
      code: 'bookstore',
      name: '동네책방 (실물가맹점)',
      kind: 'own-backend',
      mallId: null,
      returnUrl: 'https://books.example/pointpay/return',
      installUrl: null,
      consent: 'not-needed',
      tokenGoodUntil: null,
      lastCreditAt: inDays(-0.4),
      backlog: 0,
      oldestWaitingMs: null,
      needsPerson: 1,
      scriptTag: 'none',
      memberProof: 'signed-param',
      proofKeyIssuedAt: inDays(-2),
      oldProofKeyUntil: inDays(5),
      origins: ['https://books.example'],
    }),
    aMedia({
      code: 'newmall',
      name: '새로 여는 몰',
      mallId: 'newmall',
      mode: 'test',
      popup: 'pointpay',
      tokenGoodUntil: inDays(13.8),
      lastCreditAt: null,
      backlog: 0,
      oldestWaitingMs: null,
      scriptTag: 'none',
      origins: ['https://newmall.cafe24.com'],
    }),
    aMedia({
      code: 'restored',
      name: '되살린 몰 10',
      mallId: 'restored',
      returnUrl: null,
      oldReturnUrlUntil: null,
      backlog: 0,
      oldestWaitingMs: null,
      origins: ['https://restored.cafe24.com'],
    }),
    aMedia({
      code: 'quiet2',
      name: '되살린 몰 2',
      mallId: 'quiet2',
      popup: 'pointpay',
      backlog: 0,
      oldestWaitingMs: null,
      origins: ['https://quiet2.cafe24.com'],
    }),
  ]
}

function sampleReviews(conversions: readonly ConversionDetail[]): ReviewItem[] {
  const [first, second] = conversions.filter((each) => each.state === 'review')
  return [
    aReview({
      ...namesOf(first),
      evidence: [
        '2026-11-21 18:22:15 적립 요청을 받아 적어 둠',
        '2026-11-21 18:22:15 Cafe24에 요청을 보냄',
        '2026-11-21 18:22:25 요청의 결과를 알 수 없음: 10초 동안 답이 없음',
        '2026-11-21 18:22:28 Cafe24 적립금 내역으로 가릴 수 없어 담당자 확인이 필요함:',
        `· 2026-11-21 18:22:16 +${(first?.amount ?? 30_000).toLocaleString('ko-KR')}원 “수동 지급”`,
        'Cafe24 적립금 내역에 이 건일 수 있는 기록이 있어 담당자 확인이 필요합니다. 회원과 금액이 같고 문구가 다릅니다. Cafe24 관리자에서 누가 무엇 때문에 남긴 기록인지 보고 정해 주세요.',
      ],
    }),
    aReview({
      id: 'postback-7',
      kind: 'postback-given-up',
      part: null,
      ...namesOf(second),
      evidence: [
        '24시간 동안 여섯 번 통보했습니다.',
        '마지막 답: HTTP 200, 본문이 201이 아니라 HTML이었습니다.',
      ],
      decisions: ['retry', 'applied', 'abandon'],
    }),
    ...conversions.slice(0, 58).map((conversion, index) =>
      aReview({
        id: `credit-${100 + index}`,
        kind: index % 3 === 0 ? 'cancel-refused' : 'credit-refused',
        ...namesOf(conversion),
        part: null,
        since: new Date(Date.parse('2026-11-22T00:00:00.000Z') + index * 600_000).toISOString(),
        evidence: ['2026-11-22 09:00:10 Cafe24가 회원이 없다고 거절했습니다.'],
        decisions: ['retry', 'applied', 'abandon'],
      }),
    ),
  ]
}

function namesOf(conversion: ConversionDetail | undefined) {
  return (
    conversion && {
      mediaCode: conversion.mediaCode,
      test: conversion.test,
      transactionNumber: conversion.transactionNumber,
      memberId: conversion.memberId,
      amount: conversion.amount,
    }
  )
}

function sampleAccounts(): Data['accounts'] {
  return [
    { ...anAccount(), password: 'operator-demo' },
    {
      ...anAccount({ login: 'manager', name: '박매체', role: 'manager', mediaCodes: ['demomall'] }),
      password: 'manager-demo',
    },
    {
      ...anAccount({
        login: 'old.staff',
        name: '이전담당',
        role: 'manager',
        mediaCodes: ['oldshop'],
        disabled: true,
        lastLoginAt: null,
      }),
      password: 'old-staff-demo',
    },
  ]
}

function sampleAudit(nowMs: number): AuditEntry[] {
  return Array.from({ length: 120 }, (_, index) => {
    const { action, ...rest } = auditLines[index % auditLines.length] ?? { action: 'login' }
    return anAuditEntry({
      at: new Date(nowMs - index * 3_700_000).toISOString(),
      by: index % 3 === 0 ? 'operator' : 'manager',
      action,
      mediaCode: action.startsWith('media.') || action.startsWith('conversion.') ? aMedia().code : null,
      ...rest,
    })
  })
}

const auditLines: readonly ({ action: AuditAction } & Partial<AuditEntry>)[] = [
  { action: 'login', subject: '203.0.113.7' },
  { action: 'conversion.search', subject: 'minji.kim' },
  { action: 'conversion.read', subject: aConversion().transactionNumber },
  { action: 'conversion.cancel', subject: aConversion().transactionNumber, outcome: 'asked: taken' },
  { action: 'conversion.cancel', subject: aConversion().transactionNumber, outcome: 'done: taken' },
  {
    action: 'media.change',
    changes: {
      capPerDay: { from: 30_000_000, to: 50_000_000 },
      memberProof: { from: 'none', to: 'cafe24-token' },
      origins: {
        from: ['https://demomall.cafe24.com'],
        to: ['https://demomall.cafe24.com', 'https://m.demomall.cafe24.com'],
      },
    },
  },
  { action: 'media.return-key', changes: { returnUrl: { from: '…', to: '…' } } },
  { action: 'review.decide', outcome: 'credit-refused: abandon (고객과 통화함)' },
  {
    action: 'account.change',
    subject: 'manager',
    changes: {
      mediaCodes: { from: ['demomall', 'oldshop'], to: ['demomall'] },
      password: { from: '…', to: '…' },
    },
  },
  { action: 'login', subject: '198.51.100.20', outcome: 'wrong-password' },
  { action: 'access.refused', subject: 'GET /media/:code', outcome: 'not_found' },
  {
    action: 'media.add',
    outcome: 'added',
    changes: {
      name: { from: null, to: '데모몰' },
      kind: { from: null, to: 'cafe24' },
      mallId: { from: null, to: 'demomall' },
      mode: { from: null, to: 'test' },
      popup: { from: null, to: 'own' },
      origins: { from: null, to: ['https://demomall.cafe24.com'] },
      shops: { from: null, to: onlyFirstShop },
      capPerCall: { from: null, to: 3_000_000 },
      capPerDay: { from: null, to: 30_000_000 },
      memberProof: { from: null, to: 'cafe24-token' },
      unverifiedAllowed: { from: null, to: false },
      accentColor: { from: null, to: null },
    },
  },
]
