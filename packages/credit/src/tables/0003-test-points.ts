import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The point history of test malls: what Cafe24 keeps for real ones. */
export const testPoints: Migration = {
  async up(db) {
    await sql`
      create table credit_test_points (
        id bigint generated always as identity primary key,
        mall_id text not null,
        shop_no integer not null,
        member_id text not null,
        change integer not null,
        total_after bigint not null,
        reason text not null,
        issued_at timestamptz not null
      )`.execute(db)
    // A member's total and history.
    await sql`create index credit_test_points_of on credit_test_points (mall_id, member_id, id)`.execute(db)
  },
}
