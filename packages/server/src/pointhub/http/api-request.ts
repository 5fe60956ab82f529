import type { Context, MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { type JsonRules, readJsonBody } from '../../http/json-body.ts'
import { createSameOrigin } from '../../http/same-origin.ts'
import { Refusal } from '../errors.ts'
import { unseenCharacter } from '../messages.ts'

const BODY_MAX_BYTES = 16 * 1_024

/** @throws {Refusal} `body_too_large`, or `invalid_request` naming the first field that is wrong */
export async function readJson<Schema extends z.ZodMiniType>(
  c: Context,
  schema: Schema,
  rules?: JsonRules,
): Promise<z.infer<Schema>> {
  const body = await readJsonBody(c, schema, BODY_MAX_BYTES, rules)
  if (body.kind === 'read') return body.value
  if (body.kind === 'too-large') throw new Refusal('body_too_large')
  const { field, unseen } = body
  throw new Refusal('invalid_request', { field, ...(unseen && { words: unseenCharacter(field) }) })
}

/** A changing call must come from a page of ours; a program that is no browser sets `Origin` itself. */
export function sameOriginOnly(origin: string): MiddlewareHandler {
  const isOurs = createSameOrigin(origin)
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isOurs(c))
      throw new Refusal('invalid_request', { field: 'Origin' })
    await next()
  }
}
