import { nonceSchema } from '@pointpay/contracts'
import { type Context, Hono } from 'hono'
import { sql } from 'kysely'
import type { MediaStore } from '../../media/media-store.ts'
import { conversionOfSession } from '../conversion/conversion-store.ts'
import { conversionView, creditOf, sessionStatus } from '../conversion/conversion-view.ts'
import type { Clock, PointhubDb } from '../deps.ts'
import type { CreditResults } from '../ports.ts'
import { isOpen } from '../session/require-open.ts'
import { findByNonce } from '../session/session-store.ts'

interface StatusDeps {
  db: PointhubDb
  media: MediaStore
  credits: CreditResults
  clock: Clock
}

/**
 * `GET /pointhub/sessions/{nonce}`, for the widget: how the press ended. Pages of the media's registered origins may read it,
 * and no other's; where the nonce was never seen, any registered mall may read that.
 */
export function sessionStatusRoute({ db, media, credits, clock }: StatusDeps): Hono {
  const isRegistered = async (origin: string) => {
    const { rows } = await sql`select 1 from media where ${origin} = any(origins) limit 1`.execute(db)
    return rows.length > 0
  }

  return new Hono()
    .use('/pointhub/sessions/*', async (c, next) => {
      c.header('Vary', 'Origin')
      c.header('Cache-Control', 'no-store')
      await next()
    })
    .options('/pointhub/sessions/:nonce', async (c) => {
      const origin = c.req.header('origin')
      if (origin && (await isRegistered(origin))) {
        allow(c, origin)
        c.header('Access-Control-Allow-Methods', 'GET')
      }
      return c.body(null, 204)
    })
    .get('/pointhub/sessions/:nonce', async (c) => {
      const origin = c.req.header('origin')
      const nonce = nonceSchema.safeParse(c.req.param('nonce'))
      const session = nonce.success ? await findByNonce(db, nonce.data) : undefined
      if (!session) {
        if (origin && (await isRegistered(origin))) allow(c, origin)
        return c.json({ error: { code: 'session_unknown' } }, 404)
      }
      const shop = await media.byCode(session.media_code)
      if (origin && shop?.origins.includes(origin)) allow(c, origin)
      const now = clock()
      const conversion = await conversionOfSession(db, session.id)
      const view = conversion && conversionView(conversion, await creditOf(conversion, credits), 'ko', now)
      return c.json(sessionStatus(isOpen(session, now), view ?? null))
    })
}

function allow(c: Context, origin: string): void {
  c.header('Access-Control-Allow-Origin', origin)
  c.header('Access-Control-Max-Age', '600')
}
