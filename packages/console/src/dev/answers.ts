import type { ConsoleErrorBody, ConsoleErrorCode } from '@pointpay/contracts'
import { HttpResponse, type DefaultBodyType, type PathParams, type StrictRequest } from 'msw'
import type * as z from 'zod/mini'
import type { Backend } from './backend.ts'

/** Where the console's API is, for MSW's paths. */
export const api = (path: string) => `*/console/api${path}`

const statusOf: Partial<Record<ConsoleErrorCode, number>> = {
  not_logged_in: 401,
  credentials_wrong: 401,
  code_needed: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  not_cancellable: 409,
  points_insufficient: 409,
  consent_needed: 409,
  points_perhaps_taken: 409,
  too_many_requests: 429,
  cafe24_unavailable: 502,
  internal: 500,
}

type More = Omit<ConsoleErrorBody['error'], 'code' | 'message'>

export function refuse(code: ConsoleErrorCode, message: string, more: More = {}) {
  return HttpResponse.json({ error: { code, message, ...more } }, { status: statusOf[code] ?? 400 })
}

export const notFound = () =>
  refuse('not_found', '찾는 것이 없거나 이 계정으로 볼 수 없습니다. 주소와 계정을 확인해 주세요.')

interface Asked {
  request: StrictRequest<DefaultBodyType>
  params: PathParams
}

/** A resolver for people who are logged in, and where asked for operators alone. */
export function forPeople(
  backend: Backend,
  who: 'all' | 'operator',
  answer: (asked: Asked) => Response | Promise<Response>,
) {
  return (asked: Asked) => {
    if (!backend.me) return refuse('not_logged_in', '로그인이 필요합니다. 다시 로그인해 주세요.')
    if (who === 'operator' && backend.me.role !== 'operator') return notFound()
    return answer(asked)
  }
}

/** Parses a body as the server would. @throws the refusal, with the first wrong field. */
export async function bodyOf<T>(request: Request, schema: z.ZodMiniType<T>): Promise<T> {
  const parsed = schema.safeParse(await request.json())
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.map(String).join('.')
  throw refuse(
    'invalid_request',
    '입력한 내용이 올바르지 않아 처리하지 않았습니다. 고쳐서 다시 보내 주세요.',
    field ? { field } : {},
  )
}
