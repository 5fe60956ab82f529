import { type Context, Hono } from 'hono'
import { compressed, type Encoding, encodingFor } from '../../http/compressed.ts'
import type { Sdk, SdkFile } from './load-sdk.ts'

/** A new minor version reaches malls that load the moving major within this time. */
const MOVING_MAX_AGE_S = 300
const YEAR_S = 365 * 24 * 3_600

/** `GET /sdk/v1/…`, the moving major, and `GET /sdk/{version}/…`, immutable. */
export function sdkRoutes(sdk: Sdk) {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()

  async function encoded({ body, integrity }: SdkFile, encoding: Encoding | null) {
    const key = `${encoding} ${integrity}`
    const bytes = kept.get(key) ?? (await compressed(Buffer.from(body), encoding))
    kept.set(key, bytes)
    return bytes
  }

  async function send(c: Context, file: SdkFile | null, cacheControl: string) {
    // Malls' pages load it from anywhere, also by hash, which wants CORS.
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Cross-Origin-Resource-Policy', 'cross-origin')
    if (!file) return c.text('no such file', 404)
    const encoding = encodingFor(c.req.header('accept-encoding'))
    const etag = `"${file.integrity}${encoding ? `-${encoding}` : ''}"`
    c.header('Content-Type', 'text/javascript; charset=utf-8')
    c.header('Cache-Control', cacheControl)
    c.header('Vary', 'Accept-Encoding')
    c.header('ETag', etag)
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    if (encoding) c.header('Content-Encoding', encoding)
    return c.body(await encoded(file, encoding))
  }

  const major = `v${sdk.version.split('.')[0]}`
  return new Hono().get('/sdk/:version/:name', async (c) => {
    const { version, name } = c.req.param()
    if (!/^[\w.-]{1,40}$/.test(version) || !/^[\w.-]{1,40}$/.test(name)) return send(c, null, '')
    return version === major
      ? send(c, await sdk.file(sdk.version, name), `public, max-age=${MOVING_MAX_AGE_S}`)
      : send(c, await sdk.file(version, name), `public, max-age=${YEAR_S}, immutable`)
  })
}
