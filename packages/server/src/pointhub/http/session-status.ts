import type { Hono } from 'hono'
import { pressStatusRoute } from '../../http/press-status.ts'
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

/** `GET /pointhub/sessions/{nonce}`: how a press of our own popup stands. */
export function sessionStatusRoute({ db, media, credits, clock }: StatusDeps): Hono {
  return pressStatusRoute('/pointhub/sessions/:nonce', media, async (nonce) => {
    const session = await findByNonce(db, nonce)
    if (!session) return null
    const now = clock()
    const conversion = await conversionOfSession(db, session.id)
    const view = conversion && conversionView(conversion, await creditOf(conversion, credits), 'ko', now)
    const status = sessionStatus(isOpen(session, now), view ?? null, session.test)
    return { mediaCode: session.media_code, status }
  })
}
