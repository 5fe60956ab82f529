import type { Context } from 'hono'
import * as z from 'zod'

/** The JSON body, or the 422 that says what is wrong with it. */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema> | Response> {
  const json: unknown = await c.req.json().catch(() => null)
  const parsed = schema.safeParse(json)
  return parsed.success ? parsed.data : c.json({ error: z.prettifyError(parsed.error) }, 422)
}
