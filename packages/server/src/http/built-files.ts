import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { compressed, type Encoding, encodingFor } from './compressed.ts'

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}
const compressible = new Set(['.js', '.css', '.svg'])

export interface BuiltFile {
  bytes: Uint8Array<ArrayBuffer>
  type: string
  encoding: Encoding | null
}

/**
 * An app as Vite built it, read once and kept in memory: a page must not wait for a disk that others are busy with. A new build
 * shows after a restart.
 */
export interface BuiltFiles {
  /** @throws where the app was never built */
  index(): Promise<string>
  /** By its path below the build's folder, e.g. `assets/index-abc123.js`, compressed once. null: there is none. */
  file(path: string, acceptEncoding: string | undefined): Promise<BuiltFile | null>
}

export function createBuiltFiles(dist: string): BuiltFiles {
  const kept = new Map<string, Promise<BuiltFile>>()
  let loading: Promise<Map<string, Buffer>> | null = null

  /** An app that is not built yet is looked for again at the next call. */
  function load(): Promise<Map<string, Buffer>> {
    loading ??= readFiles(dist).catch((error: unknown) => {
      loading = null
      throw error
    })
    return loading
  }

  return {
    async index() {
      const page = (await load()).get('index.html')
      if (page) return page.toString('utf8')
      loading = null
      throw new Error(`${dist} holds no index.html`)
    },
    async file(path, acceptEncoding) {
      const plain = (await load().catch(() => null))?.get(path)
      if (!plain) return null
      const encoding = compressible.has(extname(path)) ? encodingFor(acceptEncoding) : null
      const key = `${encoding} ${path}`
      const file = kept.get(key) ?? encode(plain, path, encoding)
      kept.set(key, file)
      return file
    },
  }
}

async function encode(plain: Buffer, path: string, encoding: Encoding | null): Promise<BuiltFile> {
  const type = types[extname(path)] ?? 'application/octet-stream'
  return { bytes: await compressed(plain, encoding), type, encoding }
}

async function readFiles(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, Buffer]> => [relative(folder, path), await readFile(path)]),
    ),
  )
}
