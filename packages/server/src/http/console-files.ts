import { Hono, type Context } from 'hono'
import { setPageHeaders } from '../pointhub/http/headers.ts'
import { createPopupFiles } from '../pointhub/http/popup-files.ts'
import type { Log } from '../pointhub/deps.ts'

const YEAR_S = 365 * 24 * 3_600

/** The media console as Vite built it: its own addresses all lead to the one page. */
export function consoleFiles(dist: string, log: Log): Hono {
  const files = createPopupFiles(dist)

  async function page(c: Context) {
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
