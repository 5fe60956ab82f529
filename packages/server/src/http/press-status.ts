import { type Nonce, nonceSchema, type SessionStatus } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import type { MediaStore } from '../media/media-store.ts'

/** A press that is known, and whose mall's pages may read how it stands. */
export interface FoundPress {
  mediaCode: string
  status: SessionStatus
}

/**
 * `GET` of a path with `:nonce`, for the widget: how a press stands. Pages of its media's registered origins may read it, and
 * no other's. Where the nonce was never seen (404), any registered mall may read that. Answers CORS preflights, and nothing is
 * cached.
 */
export function pressStatusRoute(
  path: string,
  media: Pick<MediaStore, 'byCode' | 'hasOrigin'>,
  find: (nonce: Nonce) => Promise<FoundPress | null>,
): Hono {
  return new Hono()
    .use(path, async (c, next) => {
      c.header('Vary', 'Origin')
      c.header('Cache-Control', 'no-store')
      await next()
    })
    .options(path, async (c) => {
      const origin = c.req.header('origin')
      if (origin && (await media.hasOrigin(origin))) {
        allowOrigin(c, origin)
        c.header('Access-Control-Allow-Methods', 'GET')
      }
      return c.body(null, 204)
    })
    .get(path, async (c) => {
      const origin = c.req.header('origin')
      const nonce = nonceSchema.safeParse(c.req.param('nonce'))
      const press = nonce.success ? await find(nonce.data) : null
      if (!press) {
        if (origin && (await media.hasOrigin(origin))) allowOrigin(c, origin)
        return c.json({ error: { code: 'session_unknown' } }, 404)
      }
      const shop = await media.byCode(press.mediaCode)
      if (origin && shop?.origins.includes(origin)) allowOrigin(c, origin)
      return c.json(press.status)
    })
}

function allowOrigin(c: Context, origin: string): void {
  c.header('Access-Control-Allow-Origin', origin)
  c.header('Access-Control-Max-Age', '600')
}
