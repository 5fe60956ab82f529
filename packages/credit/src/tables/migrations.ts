import { migrate } from '../store/migrate.ts'
import type { Store } from '../store/store.ts'
import { initial } from './0001-initial.ts'
import { auditLease } from './0002-audit-lease.ts'
import { testPoints } from './0003-test-points.ts'
import { reference } from './0004-reference.ts'
import { evidence } from './0005-evidence.ts'
import { mallStanding } from './0006-mall-standing.ts'
import { heartbeat } from './0007-heartbeat.ts'
import { reviewQueue } from './0008-review-queue.ts'

/** Creates or updates this package's tables. Safe to call from several processes at once. */
export function migrateCredit(store: Store): Promise<void> {
  return migrate(
    store,
    {
      getMigrations: async () => ({
        'credit-0001-initial': initial,
        'credit-0002-audit-lease': auditLease,
        'credit-0003-test-points': testPoints,
        'credit-0004-reference': reference,
        'credit-0005-evidence': evidence,
        'credit-0006-mall-standing': mallStanding,
        'credit-0007-heartbeat': heartbeat,
        'credit-0008-review-queue': reviewQueue,
      }),
    },
    'credit_migrations',
  )
}
