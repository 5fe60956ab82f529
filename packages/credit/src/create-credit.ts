import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAudit } from './audit/audit.ts'
import { createChanges } from './changes.ts'
import { createClientByMall } from './cafe24/client-by-mall.ts'
import { createTestClient } from './cafe24/test-client.ts'
import type { Context } from './context.ts'
import type { CreditOptions, Credits } from './credit-types.ts'
import { createAccept } from './ledger/accept.ts'
import { createCancel } from './ledger/cancel.ts'
import { createDecide } from './ledger/decide.ts'
import { createQueries } from './ledger/queries.ts'
import { createReviews } from './ledger/reviews.ts'
import { createMalls } from './malls/malls.ts'
import { createRecovery } from './recovery/resume.ts'
import { checkLease, defaultTiming } from './timing.ts'
import { createJournal } from './tokens/journal.ts'
import { createReadToken } from './tokens/read-token.ts'
import { createRefresh, recoverJournal } from './tokens/refresh.ts'
import { createMallSecrets } from './tokens/mall-secrets.ts'
import { createSealer } from './tokens/seal.ts'
import { burstLimitOf, DEFAULT_CALLS_PER_SECOND } from './worker/budget.ts'
import { runWorker } from './worker/run-worker.ts'
import { createWake } from './worker/wake.ts'

/**
 * The exactly-once ledger over a store whose tables `migrateCredit` has made. Any number of processes may have one over the
 * same PostgreSQL, each with a worker or without.
 *
 * @example
 * const store = await openStore({ folder: '.data' })
 * await migrateCredit(store)
 * const credits = await createCredit({ store, cafe24: createCafe24Client(), tokenKeys })
 * const worker = credits.worker.start()
 */
export async function createCredit(options: CreditOptions): Promise<Credits> {
  const sealer = createSealer(options.tokenKeys)
  const timing = { ...defaultTiming, ...options.timing }
  checkLease(timing, options.cafe24.longestCallMs)
  const { db } = options.store
  const clock = options.clock ?? (() => new Date())
  const log = options.log ?? (() => {})
  const context: Context = {
    store: options.store,
    db,
    cafe24: createClientByMall(options.cafe24, createTestClient(db)),
    secrets: createMallSecrets(sealer, log),
    clock,
    random: options.random ?? Math.random,
    log,
    timing,
    burst: burstLimitOf(options.callsPerSecond ?? DEFAULT_CALLS_PER_SECOND),
    seenBeat: { last: 0 },
    crashpoint: options.crashpoint ?? (() => {}),
  }
  const journal = createJournal(options.journalFolder ?? join(tmpdir(), 'pointpay-token-journal'), sealer)
  await recoverJournal(context, journal)
  const refresh = createRefresh(context, journal)
  const readToken = createReadToken(context, refresh)
  const wake = createWake(context)
  const changes = await createChanges(context)
  const queries = createQueries(context)
  const audit = createAudit(context, readToken)
  const accept = createAccept(context, wake)
  const malls = createMalls(context, wake, readToken)
  return {
    malls,
    ledger: {
      ...queries,
      accept,
      ...createCancel(context, wake, readToken),
      ...createReviews(context),
      decide: createDecide(context, wake),
    },
    worker: {
      start: (workerOptions) => runWorker(context, wake, refresh, audit, malls.reopen, workerOptions),
    },
    recovery: createRecovery(context),
    onChange: changes.onChange,
    audit,
    close: changes.close,
  }
}
