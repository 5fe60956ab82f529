import type { Context } from 'hono'
import type * as z from 'zod/mini'
import { ConsoleRefusal } from '../refusal.ts'

/** @throws {ConsoleRefusal} `invalid_request` naming the first field that is wrong */
export async function readBody<Schema extends z.ZodMiniType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new ConsoleRefusal('invalid_request', { field: 'Content-Type' })
  const body: unknown = await c.req.json().catch((error: unknown) => {
    throw error instanceof SyntaxError ? new ConsoleRefusal('invalid_request', { field: 'body' }) : error
  })
  return parse(schema, body, 'body')
}

/** Left-out and empty parameters are the same. @throws {ConsoleRefusal} `invalid_request` */
export function readQuery<Schema extends z.ZodMiniType>(c: Context, schema: Schema): z.infer<Schema> {
  const given = Object.entries(c.req.query()).filter(([, value]) => value !== '')
  return parse(schema, Object.fromEntries(given), 'query')
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, whole: string): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success && !holdsNul(parsed.data)) return parsed.data
  const field = parsed.error?.issues[0]?.path.map(String).join('.') || whole
  throw new ConsoleRefusal('invalid_request', { field })
}

/** PostgreSQL's text cannot hold U+0000, and nobody types it. */
function holdsNul(value: unknown): boolean {
  return JSON.stringify(value)?.includes('\\u0000') ?? false
}
