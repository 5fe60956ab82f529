import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import { createOpenStreams } from '../http/open-streams.ts'
import { createSessionChanges } from '../pointhub/changes.ts'
import { type Accounts, createAccounts } from './accounts/accounts.ts'
import { createKnownBrowsers } from './accounts/known-browsers.ts'
import { type Caller, createLoginCheck } from './accounts/login-check.ts'
import { createLoginTries } from './accounts/login-tries.ts'
import { createPasswords } from './accounts/passwords.ts'
import { createSecondFactor } from './accounts/second-factor.ts'
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
import { createKnownBrowserCookie } from './http/known-browser-cookie.ts'
import { mediaRoutes } from './http/media-routes.ts'
import { createRequireOwnPassword } from './http/own-password.ts'
import { reviewRoutes } from './http/review-routes.ts'
import { secondFactorRoutes } from './http/second-factor-routes.ts'
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
  reviews: Pick<Reviews, 'page'>
  worker: ConsoleWorker
  /** Ends what is left once no more calls come: the threads that check passwords. */
  close(): Promise<void>
}

/** The media console's server side: accounts, conversions, cancels, reviews, sums. */
export function createConsole(options: ConsoleOptions): Console {
  const { db, credits, pointhub, setUp, media, clock, random, secrets, sealer, origin, log } = options
  const sessions = createSessions(db, clock, random)
  const tries = createLoginTries(db, clock, secrets, options.loginLimits)
  const audit = createAuditTrail(db, clock)
  const passwords = createPasswords(random)
  const secondFactor = createSecondFactor({ db, sealer, sessions, audit, clock, random })
  const accounts = createAccounts({ db, media, passwords, audit, clock })
  const cookie = createSessionCookie(origin)
  const knownCookie = createKnownBrowserCookie(origin)
  const refunds = createRefundStore(db, audit, clock)
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
  const reviews = createReviews({ credits, pointhub, refunds, audit, wake: () => worker.wake() })
  const knownBrowsers = createKnownBrowsers(secrets, clock, random)
  const loginCheck = createLoginCheck({
    db,
    sessions,
    tries,
    knownBrowsers,
    secondFactor,
    passwords,
    audit,
    clock,
    log,
  })
  const clientAddress = options.clientAddress ?? socketAddress
  const callerOf = (context: Context, login: string): Caller => ({
    address: clientAddress(context),
    pass: knownCookie.read(context, login),
  })
  const requireOwnPassword = createRequireOwnPassword({ audit, loginCheck, callerOf })
  const { heartbeatMs } = options

  const api = consoleApi({ origin, sessions, cookie, audit, log })
    .route('/', sessionRoutes({ loginCheck, sessions, cookie, knownCookie, audit, callerOf }))
    .route('/', secondFactorRoutes({ secondFactor, cookie, requireOwnPassword }))
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
        openStreams: createOpenStreams(),
        sessions,
        cookie,
      }),
    )
    .route('/', reviewRoutes({ credits, pointhub, media, reviews }))
    .route('/', totalRoutes({ db, media, audit }))
    .route('/', accountRoutes({ accounts, audit, requireOwnPassword }))
    .all('*', () => {
      throw new ConsoleRefusal('not_found')
    })
  return {
    routes: new Hono().route('/console/api', api),
    accounts,
    audit,
    reviews,
    worker,
    close: () => passwords.close(),
  }
}

function socketAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? ''
  } catch {
    return '' // No socket: the app was called in this process.
  }
}
