import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * One row, by whose change a store proves that it takes writes, and by whose count a process notices that it went back in time:
 * to a standby that had not heard all, or to a backup.
 */
export const heartbeat: Migration = {
  async up(db) {
    await sql`
      create table credit_heartbeat (
        id integer primary key check (id = 1),
        at timestamptz not null default now(),
        beat bigint not null default 0,
        beat_at timestamptz,
        resumed_at timestamptz,
        timeline text,
        halted_at timestamptz,
        halted_reason text,
        careful_until timestamptz
      )`.execute(db)
    await sql`insert into credit_heartbeat (id) values (1)`.execute(db)
  },
}
