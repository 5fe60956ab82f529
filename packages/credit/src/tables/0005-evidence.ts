import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What reconciliation needs to know before it may call a part absent from Cafe24's point history. */
export const evidence: Migration = {
  async up(db) {
    await sql`
      alter table credit_parts
        add column mark text,
        add column unclear_code text,
        add column decided_at timestamptz`.execute(db)
    await sql`
      alter table credit_malls
        add column visible_after_ms double precision,
        add column visibility_sampled_at timestamptz`.execute(db)
    // A member's credits no longer wait for one another: none of them can change what another comes to.
    await sql`drop index credit_parts_order`.execute(db)
  },
}
