import type { Context } from 'hono'

/**
 * What is too large is still read to its end, up to here, and thrown away: an answer before it would be lost to a caller who
 * is busy sending, and the connection with it.
 */
const DISCARDED_MAX_BYTES = 8 * 1_024 * 1_024

export type Body =
  | { kind: 'whole'; bytes: Uint8Array }
  | { kind: 'too-large' }
  /** The sender went away, sent another length than it announced, or chunks that are none. */
  | { kind: 'broken-off' }

/** A request's body. With an announced length, which Node holds the caller to, nothing is copied. Never throws. */
export async function readBody(c: Context, maxBytes: number): Promise<Body> {
  try {
    return await read(c, maxBytes)
  } catch {
    return { kind: 'broken-off' }
  }
}

async function read(c: Context, maxBytes: number): Promise<Body> {
  const announced = Number(c.req.header('content-length') ?? Number.NaN)
  if (announced <= maxBytes) return { kind: 'whole', bytes: new Uint8Array(await c.req.arrayBuffer()) }
  if (announced > DISCARDED_MAX_BYTES) return { kind: 'too-large' }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength
    if (size > DISCARDED_MAX_BYTES) return { kind: 'too-large' }
    if (size <= maxBytes) chunks.push(chunk)
  }
  return size > maxBytes ? { kind: 'too-large' } : { kind: 'whole', bytes: Buffer.concat(chunks) }
}
