import { sql, type Kysely } from 'kysely'
import type { CreditTables } from '../tables/tables.ts'

/** Writes one row and commits it. */
export async function proveWrite(db: Kysely<CreditTables>): Promise<void> {
  await sql`update credit_heartbeat set at = now()`.execute(db)
}
