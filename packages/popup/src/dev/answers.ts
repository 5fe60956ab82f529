import type { PopupErrorBody, PopupErrorCode } from '@pointpay/contracts'
import { HttpResponse } from 'msw'
import type * as z from 'zod/mini'

/** Where the popup's API is, for MSW's paths. */
export const api = (path: string) => `*/pointhub/api${path}`

/** As the server's `refusalStatus`; 422 for the rest. */
const statusOf: Partial<Record<PopupErrorCode, number>> = {
  invalid_request: 400,
  media_unknown: 404,
  media_not_ready: 409,
  partners_missing: 404,
  member_proof_needed: 403,
  member_proof_invalid: 403,
  session_unknown: 404,
  session_expired: 410,
  identity_needed: 409,
  identity_locked: 429,
  identity_too_soon: 429,
  identity_too_often: 429,
  selection_needed: 409,
  already_converted: 409,
  provider_unavailable: 503,
  provider_refused: 409,
  too_many_requests: 429,
  internal: 500,
}

/** What the server says for the codes that a popup can meet; its own words are in its messages.ts. */
const words: Partial<Record<PopupErrorCode, string>> = {
  media_unknown: '등록되지 않은 쇼핑몰입니다. 포인트는 그대로입니다. 쇼핑몰 고객센터에 문의해 주세요.',
  partners_missing:
    '이 서비스에는 포인트 제휴사가 연결되어 있지 않습니다. 포인트는 그대로입니다. 쇼핑몰 고객센터에 문의해 주세요.',
  session_expired: '시간이 지나 창이 만료되었습니다. 포인트는 차감되지 않았습니다.',
  identity_locked: '인증번호를 여러 번 틀려 잠시 잠겼습니다. 10분 뒤에 다시 시도해 주세요.',
  provider_unavailable:
    '포인트 제휴사가 응답하지 않습니다. 혹시 차감된 포인트가 있으면 자동으로 돌려 드립니다. 잠시 후 다시 시도해 주세요.',
  provider_refused:
    '쇼핑몰이나 포인트 제휴사가 전환을 거절했습니다. 차감된 포인트는 모두 돌려 드립니다. 고객센터에 문의해 주세요.',
}

export const wordsOf = (code: PopupErrorCode) =>
  words[code] ?? `거절되었습니다(${code}). 포인트는 그대로입니다.`

type Details = NonNullable<PopupErrorBody['error']['details']>

export function refuse(code: PopupErrorCode, field?: string, details?: Details) {
  const body: PopupErrorBody = {
    error: { code, message: wordsOf(code), ...(field ? { field } : {}), ...(details ? { details } : {}) },
  }
  return HttpResponse.json(body, { status: statusOf[code] ?? 422 })
}

/** Parses a body as the server would. @throws the refusal, with the first wrong field. */
export async function bodyOf<T>(request: Request, schema: z.ZodMiniType<T>): Promise<T> {
  const parsed = schema.safeParse(await request.json())
  if (parsed.success) return parsed.data
  throw refuse('invalid_request', parsed.error.issues[0]?.path.map(String).join('.'))
}
