import type { Context } from 'hono'
import type * as z from 'zod/mini'
import { type JsonRules, parseInput, readJsonBody, type WrongInput } from '../../http/json-body.ts'
import { ConsoleRefusal } from '../refusal.ts'

const BODY_MAX_BYTES = 64 * 1_024

/** @throws {ConsoleRefusal} `body_too_large`, or `invalid_request` naming the first field that is wrong */
export async function readBody<Schema extends z.ZodMiniType>(
  c: Context,
  schema: Schema,
  rules?: JsonRules,
): Promise<z.infer<Schema>> {
  const body = await readJsonBody(c, schema, BODY_MAX_BYTES, rules)
  if (body.kind === 'read') return body.value
  throw body.kind === 'too-large' ? new ConsoleRefusal('body_too_large') : refusalOf(body)
}

/** Left-out and empty parameters are the same. @throws {ConsoleRefusal} `invalid_request` */
export function readQuery<Schema extends z.ZodMiniType>(c: Context, schema: Schema): z.infer<Schema> {
  const given = Object.entries(c.req.query()).filter(([, value]) => value !== '')
  const query = parseInput(Object.fromEntries(given), schema, 'query')
  if (query.kind === 'read') return query.value
  throw refusalOf(query)
}

function refusalOf({ field, unseen }: WrongInput): ConsoleRefusal {
  return new ConsoleRefusal('invalid_request', {
    field,
    ...(unseen && {
      message: `${field}에 보이지 않는 문자가 있어 처리하지 않았습니다. 그 칸을 지우고 다시 입력해 주세요.`,
    }),
  })
}
