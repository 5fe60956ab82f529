import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import { createSessionChanges } from '../pointhub/changes.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { createLoginCheck } from './accounts/login-check.ts'
import { createLoginTries } from './accounts/login-tries.ts'
import { createSessions } from './accounts/sessions.ts'
import { type AuditTrail, createAuditTrail } from './audit/audit-trail.ts'
import { type ConsoleWorker, createCancelWorker } from './cancel/cancel-worker.ts'
import { createCancels } from './cancel/cancel.ts'
import { createRefundStore } from './cancel/refund-store.ts'
import { createSettleRefund } from './cancel/settle-refund.ts'
import type { ConsoleOptions } from './deps.ts'
import { accountRoutes } from './http/account-routes.ts'
import { consoleApi } from './http/api.ts'
import { conversionRoutes } from './http/conversion-routes.ts'
import { mediaRoutes } from './http/media-routes.ts'
import { reviewRoutes } from './http/review-routes.ts'
import { createSessionCookie } from './http/session-cookie.ts'
import { sessionRoutes } from './http/session-routes.ts'
import { totalRoutes } from './http/total-routes.ts'
import { ConsoleRefusal } from './refusal.ts'
import { createReviews, type Reviews } from './reviews/reviews.ts'
import { createStandInVacuum } from './upkeep/stand-in-vacuum.ts'

export interface Console {
  /** Paths are absolute: `/console/api/…`. */
  routes: Hono
  accounts: Accounts
  /** For whatever people do by other ways, e.g. the `pointpay` command. */
  audit: AuditTrail
  reviews: Pick<Reviews, 'list'>
  worker: ConsoleWorker
}

/** The media console's server side: accounts, conversions, cancels, reviews, sums. */
export function createConsole(options: ConsoleOptions): Console {
  const { db, credits, pointhub, setUp, media, clock, random, secret, origin, log } = options
  const accounts = createAccounts({ db, media, clock, random })
  const sessions = createSessions(db, clock, random)
  const tries = createLoginTries(db, clock, secret, options.loginLimits)
  const audit = createAuditTrail(db, clock)
  const cookie = createSessionCookie(origin)
  const refunds = createRefundStore(db, clock)
  const changes = createSessionChanges(options.listen, {
    stateOf: async () => null,
    onChange: (listener) => credits.onChange(listener),
  })
  const vacuum = createStandInVacuum(db, clock, log)
  const worker = createCancelWorker({
    credits,
    refunds,
    settle: createSettleRefund({ credits, pointhub }, clock, log),
    async tidy() {
      await sessions.sweep()
      await tries.sweep()
      await vacuum()
    },
    close: () => changes.close(),
    clock,
    log,
    sweepMs: options.sweepMs,
  })
  const cancels = createCancels({ credits, pointhub, refunds, wake: () => worker.wake() })
  const reviews = createReviews({ credits, pointhub, refunds, wake: () => worker.wake() })
  const loginCheck = createLoginCheck({ db, tries, audit, clock })
  const clientAddress = options.clientAddress ?? socketAddress
  const { heartbeatMs } = options

  const api = consoleApi({ origin, sessions, cookie, log })
    .route('/', sessionRoutes({ loginCheck, sessions, cookie, audit, clientAddress }))
    .get('/service', (c) => c.json(options.service))
    .route('/', mediaRoutes({ setUp, audit }))
    .route(
      '/',
      conversionRoutes({
        db,
        credits,
        pointhub,
        media,
        log,
        heartbeatMs,
        cancels,
        audit,
        changes,
        sessions,
        cookie,
      }),
    )
    .route('/', reviewRoutes({ credits, pointhub, media, reviews, audit }))
    .route('/', totalRoutes({ db, media, audit }))
    .route('/', accountRoutes({ accounts, audit }))
    .all('*', () => {
      throw new ConsoleRefusal('not_found')
    })
  return { routes: new Hono().route('/console/api', api), accounts, audit, reviews, worker }
}

function socketAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? ''
  } catch {
    return '' // No socket: the app was called in this process.
  }
}
