import {
  type Krw,
  nonceSchema,
  type PointKindCode,
  type Points,
  type SessionStatus,
} from '@pointpay/contracts'
import type { Credit } from '@pointpay/credit'
import type { Hono } from 'hono'
import { allowOrigin, mallCors } from '../../http/mall-cors.ts'
import type { SolutionOptions } from '../deps.ts'

/**
 * `GET /solution/presses/{nonce}`, for the widget beside PointPay's own popup, which tells the mall's page nothing: how the
 * credit stands whose RETURN URL call brought this nonce back. 404 until that call came. Pages of the media's registered
 * origins may read it, and no other's; where the nonce was never seen, any registered mall may read that.
 */
export function pressRoute({ media, credits }: Pick<SolutionOptions, 'media' | 'credits'>): Hono {
  const path = '/solution/presses/:nonce'
  return mallCors(path, media.hasOrigin).get(path, async (c) => {
    const origin = c.req.header('origin')
    const nonce = nonceSchema.safeParse(c.req.param('nonce'))
    const credit = nonce.success ? await credits.ledger.byReference(nonce.data) : null
    if (!credit) {
      if (origin && (await media.hasOrigin(origin))) allowOrigin(c, origin)
      return c.json({ error: { code: 'session_unknown' } }, 404)
    }
    const shop = await media.byCode(credit.mediaCode)
    if (origin && shop?.origins.includes(origin)) allowOrigin(c, origin)
    return c.json(statusOf(credit))
  })
}

/** The RETURN URL tells the amount alone: where points and KRW differ, PointPay has converted them before. */
function statusOf({ state, transactionNumber, pointKind, amount, creditedAt }: Credit): SessionStatus {
  const told = {
    transactionNumber,
    ...(pointKind ? { pointKind: pointKind as PointKindCode } : {}),
    points: amount as number as Points,
    amount: amount as Krw,
  }
  if (state === 'cancelled') return { status: 'failed', ...told }
  if (state === 'credited' && creditedAt)
    return { status: 'credited', ...told, creditedAt: creditedAt.toISOString() }
  return { status: 'converted', ...told }
}
