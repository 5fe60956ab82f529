import type { Context, MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { Refusal } from '../errors.ts'

/** @throws {Refusal} `invalid_request` naming the first field that is wrong */
export async function readJson<Schema extends z.ZodMiniType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new Refusal('invalid_request', { field: 'Content-Type' })
  const body: unknown = await c.req.json().catch((error: unknown) => {
    throw error instanceof SyntaxError ? new Refusal('invalid_request', { field: 'body' }) : error
  })
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new Refusal('invalid_request', { field: parsed.error.issues[0]?.path.join('.') || 'body' })
}

/**
 * A changing call must come from a page of ours. Browsers send `Origin` with every such call; what sends neither it nor
 * `Sec-Fetch-Site` is no browser, and says so by setting `Origin` itself.
 */
export function sameOriginOnly(origin: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const given = c.req.header('origin')
      const ours =
        given === origin || (given !== undefined && URL.parse(given)?.host === c.req.header('host'))
      if (!ours) throw new Refusal('invalid_request', { field: 'Origin' })
    }
    await next()
  }
}
