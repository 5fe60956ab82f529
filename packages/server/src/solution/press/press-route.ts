import type { Krw, PointKindCode, Points, SessionStatus } from '@pointpay/contracts'
import type { Credit } from '@pointpay/credit'
import type { Hono } from 'hono'
import { pressStatusRoute } from '../../http/press-status.ts'
import type { SolutionOptions } from '../deps.ts'

/**
 * `GET /solution/presses/{nonce}`: how a press of PointPay's own popup stands, which tells the mall's page nothing itself. It is
 * known from when its RETURN URL call brought the nonce back.
 */
export function pressRoute({ media, credits }: Pick<SolutionOptions, 'media' | 'credits'>): Hono {
  return pressStatusRoute('/solution/presses/:nonce', media, async (nonce) => {
    const credit = await credits.ledger.byReference(nonce)
    return credit && { mediaCode: credit.mediaCode, status: statusOf(credit) }
  })
}

/** The RETURN URL tells one sum, so points and amount are the same here. */
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
