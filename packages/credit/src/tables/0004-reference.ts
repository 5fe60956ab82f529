import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What the caller knows a credit by besides its transaction number. */
export const reference: Migration = {
  async up(db) {
    await sql`alter table credit_credits add column reference text`.execute(db)
    await sql`
      create index credit_credits_reference on credit_credits (reference) where reference is not null`.execute(
      db,
    )
  },
}
