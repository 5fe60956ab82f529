import { type Context, Hono } from 'hono'
import type { Log } from '../pointhub/deps.ts'
import { assetRoute } from './asset-route.ts'
import { createBuiltFiles } from './built-files.ts'
import { setPageHeaders } from './security-headers.ts'

/** The media console as Vite built it: its own addresses all lead to the one page. */
export function consoleFiles(dist: string, log: Log): Hono {
  const files = createBuiltFiles(dist)

  const page = async (c: Context) => {
    const index = await files.index().catch((error: unknown) => {
      log.error({ err: error }, 'console.not_built')
      return null
    })
    if (index === null) return c.text('콘솔이 아직 빌드되지 않았습니다. `pnpm build`를 실행해 주세요.', 503)
    setPageHeaders(c)
    // Unlike the popup, the console talks to no page that opened it.
    c.header('Cross-Origin-Opener-Policy', 'same-origin')
    return c.html(index)
  }

  return new Hono()
    .get('/console', (c) => c.redirect('/console/'))
    .get('/console/icon.svg', async (c) => {
      const icon = await files.file('icon.svg', undefined)
      if (!icon) return c.text('no such file', 404)
      return c.body(icon.bytes, 200, { 'content-type': icon.type, 'cache-control': 'public, max-age=86400' })
    })
    .route('/', assetRoute('/console/assets/:name', files))
    .get('/console/*', page)
}
