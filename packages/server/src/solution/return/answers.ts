import { formatReturnAnswer, returnReasons, type ReturnForm } from '@pointpay/contracts'

/** How a RETURN URL call can end, for the answer and for the metrics. */
export type ReturnAnswerKind = 'accepted' | keyof typeof refusals | 'brokenOff' | 'failed'

/** What the other side's log shows people; the first three are the guide's own words. */
const refusals = {
  duplicate: returnReasons.duplicate,
  /** A number of before with another member or amount: the sender's slip, or somebody's try. */
  conflict: returnReasons.duplicate,
  noSuchMember: returnReasons.noSuchMember,
  unknownKey: '등록되지 않은 RETURN URL',
  network: '허용되지 않은 발신지',
  contentType: 'Content-Type은 application/x-www-form-urlencoded',
  tooLarge: '요청이 너무 큼',
  encoding: '문자 인코딩은 UTF-8 또는 EUC-KR',
  missing: '값 없음',
  repeated: '값 중복',
  malformed: '값 오류',
  mediaCode: '매체코드 불일치',
  signature: 'utc_code 서명 불일치',
  capPerCall: '1회 한도 초과',
  capPerDay: '1일 한도 초과',
  mall: '쇼핑몰 미등록',
  /** It is not registered, is closed, or counts in another currency: PointPay must give the points back. */
  shop: '원화로 적립하지 않는 상점',
  /** A real conversion told to a media in test mode, which credits nothing: PointPay must give the points back. */
  testMedia: '시험 중인 매체',
} as const

export const statusOf = { unknownKey: 404, network: 403, contentType: 415, tooLarge: 413 } as const

/** One call's answer as it goes out. */
export interface Answered {
  kind: ReturnAnswerKind
  field?: keyof ReturnForm
}

export function answerText({ kind, field }: Answered): string {
  if (kind === 'accepted') return formatReturnAnswer({ kind: 'credited' })
  // Not `202`: nobody knows whether the credit was promised, so the caller must post again.
  if (kind === 'failed') return '500'
  // Not `202` either: nothing was promised, and the whole form may yet come.
  if (kind === 'brokenOff') return '400'
  const reason = field ? `${refusals[kind]} (${field})` : refusals[kind]
  return formatReturnAnswer({ kind: 'refused', reason })
}

export function answerStatus({ kind }: Answered): 200 | 400 | 403 | 404 | 413 | 415 | 503 {
  if (kind === 'failed') return 503
  if (kind === 'brokenOff') return 400
  return kind in statusOf ? statusOf[kind as keyof typeof statusOf] : 200
}
