import type { ConsoleErrorCode, PointHistoryRow } from '@pointpay/contracts'

interface More {
  /** In Korean, where the code's own words say too little. */
  message?: string
  /** The part of the request that is wrong. */
  field?: string
  details?: Record<string, string | number | boolean | null>
  /** With `points_perhaps_taken`. */
  perhapsTaken?: PointHistoryRow[]
  cause?: unknown
}

/** A call that is not carried out. */
export class ConsoleRefusal extends Error {
  override readonly name = 'ConsoleRefusal'
  readonly code: ConsoleErrorCode
  readonly field: string | undefined
  readonly details: More['details']
  readonly perhapsTaken: More['perhapsTaken']

  constructor(code: ConsoleErrorCode, more: More = {}) {
    super(more.message ?? words[code], { cause: more.cause })
    this.code = code
    this.field = more.field
    this.details = more.details
    this.perhapsTaken = more.perhapsTaken
  }
}

/** HTTP statuses by code. */
export const refusalStatus = {
  invalid_request: 400,
  not_logged_in: 401,
  credentials_wrong: 401,
  code_needed: 401,
  too_many_requests: 429,
  forbidden: 403,
  origin_refused: 403,
  not_found: 404,
  conflict: 409,
  not_cancellable: 409,
  points_insufficient: 409,
  points_perhaps_taken: 409,
  consent_needed: 409,
  cafe24_unavailable: 503,
  body_too_large: 413,
  internal: 500,
} as const satisfies Record<ConsoleErrorCode, number>

const words: Record<ConsoleErrorCode, string> = {
  invalid_request: '입력한 내용이 올바르지 않아 처리하지 않았습니다. 고쳐서 다시 보내 주세요.',
  not_logged_in: '로그인이 필요하거나 로그인 시간이 지났습니다. 다시 로그인해 주세요.',
  credentials_wrong: '아이디나 비밀번호가 맞지 않습니다. 확인하고 다시 입력해 주세요.',
  code_needed: '이 계정은 인증 앱의 코드도 있어야 합니다. 인증 앱에 지금 보이는 여섯 자리를 입력해 주세요.',
  too_many_requests: '로그인 시도가 너무 많아 잠시 막았습니다. 안내된 시간이 지난 뒤 다시 시도해 주세요.',
  forbidden: '이 계정으로는 할 수 없는 일입니다. 아무것도 바뀌지 않았습니다. 운영자에게 요청해 주세요.',
  origin_refused:
    '콘솔 화면에서 보낸 요청이 아니어서 처리하지 않았습니다. 콘솔을 새로고침하고 다시 시도해 주세요.',
  not_found: '찾는 것이 없거나 이 계정으로 볼 수 없습니다. 주소와 계정을 확인해 주세요.',
  conflict: '이미 있거나 그사이 바뀌어 처리하지 않았습니다. 새로고침해서 확인해 주세요.',
  not_cancellable: '지금은 취소할 수 없는 상태입니다. 아무것도 바뀌지 않았습니다. 상태를 확인해 주세요.',
  points_insufficient: '회원의 적립금이 모자라 취소하지 않았습니다. 남은 적립금을 확인해 주세요.',
  points_perhaps_taken:
    '회원의 적립금 내역에 이미 손으로 차감한 것으로 보이는 기록이 있어 아직 취소하지 않았습니다. 이번 취소의 기록인지 다른 건인지 골라 다시 시도해 주세요.',
  consent_needed: '쇼핑몰 동의가 없어 처리하지 않았습니다. 쇼핑몰 대표 운영자에게 설치 주소를 보내 주세요.',
  cafe24_unavailable:
    'Cafe24가 응답하지 않아 처리하지 않았습니다. 아무것도 바뀌지 않았습니다. 잠시 후 다시 시도해 주세요.',
  body_too_large: '요청이 너무 커서 처리하지 않았습니다.',
  internal: '일시적인 오류가 발생했습니다. 처리되었는지 새로고침해서 확인한 뒤 다시 시도해 주세요.',
}
