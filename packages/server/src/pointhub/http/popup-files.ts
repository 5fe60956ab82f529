import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const encoders = { br: promisify(brotliCompress), gzip: promisify(gzip) }
type Encoding = keyof typeof encoders

export interface PopupFile {
  bytes: Uint8Array<ArrayBuffer>
  type: string
  encoding: Encoding | null
}

export interface PopupFiles {
  /** Read anew each time: it is small, and a new build shows at once. @throws where the popup was never built */
  index(): Promise<string>
  /** A built asset, compressed once and kept: its name holds its hash. null: there is none. */
  asset(name: string, acceptEncoding: string): Promise<PopupFile | null>
}

export function createPopupFiles(dist: string): PopupFiles {
  const kept = new Map<string, PopupFile>()

  async function read(name: string, encoding: Encoding | null): Promise<PopupFile> {
    const plain = await readFile(join(dist, 'assets', name))
    const bytes = encoding ? await encoders[encoding](plain) : plain
    return {
      bytes: new Uint8Array(bytes),
      type: types[extname(name)] ?? 'application/octet-stream',
      encoding,
    }
  }

  return {
    index: () => readFile(join(dist, 'index.html'), 'utf8'),
    async asset(name, acceptEncoding) {
      if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name)) return null
      const encoding = compressible(name) ? encodingFor(acceptEncoding) : null
      const key = `${encoding}/${name}`
      try {
        const file = kept.get(key) ?? (await read(name, encoding))
        kept.set(key, file)
        return file
      } catch {
        return null
      }
    },
  }
}

const compressible = (name: string) => /\.(js|css|svg)$/.test(name)

function encodingFor(acceptEncoding: string): Encoding | null {
  const accepted = acceptEncoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0])
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding)) ?? null
}
