import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const encoders = { br: promisify(brotliCompress), gzip: promisify(gzip) }
export type Encoding = keyof typeof encoders

/** The best encoding of ours that a browser takes; null: none. */
export function encodingFor(acceptEncoding = ''): Encoding | null {
  const accepted = acceptEncoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0])
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding)) ?? null
}

export async function compressed(
  plain: Uint8Array,
  encoding: Encoding | null,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(encoding ? await encoders[encoding](plain) : plain)
}
