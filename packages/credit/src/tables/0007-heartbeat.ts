import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** One row, by whose change a store proves that it takes writes. */
export const heartbeat: Migration = {
  async up(db) {
    await sql`create table credit_heartbeat (id integer primary key check (id = 1), at timestamptz not null)`.execute(
      db,
    )
    await sql`insert into credit_heartbeat values (1, now())`.execute(db)
  },
}
