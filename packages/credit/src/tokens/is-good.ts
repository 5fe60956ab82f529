import { sql, type RawBuilder } from 'kysely'

/** An access token that runs out sooner than this is not used: the call must end before it does. */
const MARGIN_MS = 60_000

/**
 * SQL condition over `t` (`credit_tokens`): its access token may be used, by the database's clock. One that a renewal has only
 * just brought may, whatever Cafe24 says of its end: another renewal would not help.
 */
export const isGood: RawBuilder<boolean> = sql<boolean>`(
  t.access_expires_at > now() + ${sql.lit(MARGIN_MS)} * interval '1 ms'
  or t.saved_at > now() - ${sql.lit(MARGIN_MS)} * interval '1 ms' and t.version > 1
)`
