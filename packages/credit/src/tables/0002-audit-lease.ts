import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** An audit that fails, or dies with its process, is made again. */
export const auditLease: Migration = {
  async up(db) {
    await sql`alter table credit_malls add column audit_begun_at timestamptz`.execute(db)
  },
}
