import { nonceSchema } from '@pointpay/contracts'
import type { Hono } from 'hono'
import { allowOrigin, mallCors } from '../../http/mall-cors.ts'
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
  const path = '/pointhub/sessions/:nonce'
  return mallCors(path, media.hasOrigin).get(path, async (c) => {
    const origin = c.req.header('origin')
    const nonce = nonceSchema.safeParse(c.req.param('nonce'))
    const session = nonce.success ? await findByNonce(db, nonce.data) : undefined
    if (!session) {
      if (origin && (await media.hasOrigin(origin))) allowOrigin(c, origin)
      return c.json({ error: { code: 'session_unknown' } }, 404)
    }
    const shop = await media.byCode(session.media_code)
    if (origin && shop?.origins.includes(origin)) allowOrigin(c, origin)
    const now = clock()
    const conversion = await conversionOfSession(db, session.id)
    const view = conversion && conversionView(conversion, await creditOf(conversion, credits), 'ko', now)
    return c.json(sessionStatus(isOpen(session, now), view ?? null, session.test))
  })
}
