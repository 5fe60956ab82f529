import type { Context } from 'hono'

/**
 * What is too large is still read to its end, up to here, and thrown away: an answer before it would be lost to a caller who
 * is busy sending, and the connection with it.
 */
const DISCARDED_MAX_BYTES = 8 * 1_024 * 1_024

/** A request's body; null: it is larger. With an announced length, which Node holds the caller to, nothing is copied. */
export async function readBody(c: Context, maxBytes: number): Promise<Uint8Array | null> {
  const announced = Number(c.req.header('content-length') ?? Number.NaN)
  if (announced <= maxBytes) return new Uint8Array(await c.req.arrayBuffer())
  if (announced > DISCARDED_MAX_BYTES) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > DISCARDED_MAX_BYTES) return null
    if (size <= maxBytes) chunks.push(chunk)
  }
  return size > maxBytes ? null : Buffer.concat(chunks)
}
