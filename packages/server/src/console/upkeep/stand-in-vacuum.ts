import { sql } from 'kysely'
import type { Clock, Log } from '../../pointhub/deps.ts'
import type { ConsoleDb } from '../deps.ts'

const EVERY_MS = 60_000

/**
 * Does autovacuum's work where there is none: PGlite runs a single process. Without statistics the planner reads all of
 * 1,000,000 credits for a page (2.8 s, with them 3 ms). One table at a time, for nothing else runs meanwhile (60 ms for
 * 100,000 rows). On any other PostgreSQL it does nothing.
 */
export function createStandInVacuum(db: ConsoleDb, clock: Clock, log: Log): () => Promise<void> {
  let lastMs = -Infinity
  return async () => {
    const nowMs = clock().getTime()
    if (nowMs - lastMs < EVERY_MS) return
    lastMs = nowMs
    // The thresholds are PostgreSQL's defaults for autovacuum.
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_stat_user_tables
      where exists (select from pg_stat_activity where pid = pg_backend_pid() and backend_type = 'standalone backend')
        and (n_dead_tup > 50 + 0.2 * n_live_tup or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
          or n_mod_since_analyze > 50 + 0.1 * n_live_tup)
      order by n_mod_since_analyze desc limit 1`.execute(db)
    for (const { name } of rows) {
      const startMs = performance.now()
      await sql`vacuum (analyze) ${sql.table(name)}`.execute(db)
      log.info({ table: name, tookMs: Math.round(performance.now() - startMs) }, 'store.vacuumed')
    }
  }
}
