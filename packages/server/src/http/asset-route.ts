import { Hono } from 'hono'
import type { BuiltFiles } from './built-files.ts'

const YEAR_S = 365 * 24 * 3_600

/** `GET` of an app's built assets under a path with `:name`. Their names hold their hashes, so they never change. */
export function assetRoute(path: `${string}/:name`, files: BuiltFiles): Hono {
  return new Hono().get(path, async (c) => {
    const file = await files.file(`assets/${c.req.param('name')}`, c.req.header('accept-encoding'))
    if (!file) return c.text('no such file', 404)
    c.header('Content-Type', file.type)
    c.header('Cache-Control', `public, max-age=${YEAR_S}, immutable`)
    c.header('Vary', 'Accept-Encoding')
    if (file.encoding) c.header('Content-Encoding', file.encoding)
    return c.body(file.bytes)
  })
}
