import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is known of a mall's way to Cafe24: failures, refusals, clocks, and until when it asked not to be called. */
export const mallStanding: Migration = {
  async up(db) {
    await sql`alter table credit_malls rename column trouble to consecutive_failures`.execute(db)
    await sql`
      alter table credit_malls
        add column failing_since timestamptz,
        add column failed_at timestamptz,
        add column gone_since timestamptz,
        add column resumed_at timestamptz,
        add column reopen_tried_at timestamptz,
        add column refusals_in_row integer not null default 0,
        add column last_refused_member text,
        add column audit_differences integer not null default 0,
        add column burst_level double precision not null default 0,
        add column clock_skew_ms double precision,
        add column calls_from timestamptz`.execute(db)
    await sql`alter table credit_tokens add column saved_at timestamptz not null default now()`.execute(db)
    // A generated column cannot be changed; its index (credit_malls_claim) goes with it.
    await sql`alter table credit_malls drop column claim_at`.execute(db)
    await sql`
      alter table credit_malls add column claim_at timestamptz
        generated always as (case when due_at is null then null else greatest(due_at, open_at, calls_from) end) stored`.execute(
      db,
    )
    await sql`create index credit_malls_claim on credit_malls (claim_at) where claim_at is not null`.execute(
      db,
    )
  },
}
