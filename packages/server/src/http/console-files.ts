import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import type { Log } from '../pointhub/deps.ts'
import { setPageHeaders } from '../pointhub/http/headers.ts'
import { createPopupFiles } from '../pointhub/http/popup-files.ts'

const YEAR_S = 365 * 24 * 3_600

/** The media console as Vite built it: its own addresses all lead to the one page. */
export function consoleFiles(dist: string, log: Log): Hono {
  const files = createPopupFiles(dist)

  const page = async (c: Context) => {
    const index = await files.index().catch((error: unknown) => {
      log.error({ err: error }, 'console.not_built')
      return null
    })
    if (index === null) return c.text('콘솔이 아직 빌드되지 않았습니다. `pnpm build`를 실행해 주세요.', 503)
    setPageHeaders(c)
    return c.html(index)
  }

  return new Hono()
    .get('/console', (c) => c.redirect('/console/'))
    .get('/console/icon.svg', async (c) => {
      const icon = await readFile(join(dist, 'icon.svg'), 'utf8').catch(() => null)
      if (icon === null) return c.text('no such file', 404)
      return c.body(icon, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' })
    })
    .get('/console/assets/:name', async (c) => {
      const file = await files.asset(c.req.param('name'), c.req.header('accept-encoding') ?? '')
      if (!file) return c.text('no such file', 404)
      c.header('Content-Type', file.type)
      c.header('Cache-Control', `public, max-age=${YEAR_S}, immutable`)
      c.header('Vary', 'Accept-Encoding')
      c.header('X-Content-Type-Options', 'nosniff')
      if (file.encoding) c.header('Content-Encoding', file.encoding)
      return c.body(file.bytes)
    })
    .get('/console/*', page)
}
