import type { Context } from 'hono'

/** A request's body; null: it is larger. With an announced length, which Node holds the caller to, nothing is copied. */
export async function readBody(c: Context, maxBytes: number): Promise<Uint8Array | null> {
  const announced = c.req.header('content-length')
  if (announced !== undefined)
    return Number(announced) > maxBytes ? null : new Uint8Array(await c.req.arrayBuffer())
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
