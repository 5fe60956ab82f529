import { sql, type RawBuilder } from 'kysely'
import { LEAK_PER_SECOND, type BurstLimit } from './budget.ts'

/**
 * SQL for the calls in Cafe24's bucket of a mall now, not a whole number. For a statement with one `credit_malls` row in scope.
 * The bucket holds `BUCKET_CAPACITY` calls and leaks `LEAK_PER_SECOND`. Our level counts a call before it goes out; `noteCalls`
 * raises the level to what Cafe24's answers show.
 */
export function bucketLevelNow(): RawBuilder<number> {
  return leaked('bucket_level', LEAK_PER_SECOND)
}

/**
 * SQL for the calls in a mall's burst bucket now, not a whole number. For a statement with one `credit_malls` row in scope. This
 * bucket is our own limit on the calls in any one second (`callsPerSecond`). Cafe24 does not show it, so no answer corrects it.
 */
export function burstLevelNow({ leakPerSecond }: BurstLimit): RawBuilder<number> {
  return leaked('burst_level', leakPerSecond)
}

/**
 * A level as of `bucket_at`, less the calls that leaked in the seconds since; never below 0. The leak is a parameter, so the
 * statement's text stays the same and can be prepared.
 */
function leaked(level: 'bucket_level' | 'burst_level', leakPerSecond: number): RawBuilder<number> {
  return sql`greatest(0, ${sql.ref(level)} - ${leakPerSecond}::float8 * extract(epoch from now() - bucket_at)::float8)`
}
