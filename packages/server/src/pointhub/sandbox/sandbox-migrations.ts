import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const sandboxMigrations: Record<string, Migration> = {
  'pointhub-0003-sandbox-partners': {
    async up(db) {
      await sql`
        create table sandbox_account (
          person text not null,
          kind text not null,
          balance integer not null check (balance >= 0),
          primary key (person, kind)
        )`.execute(db)
      await sql`
        create table sandbox_hold (
          key text primary key,
          person text not null,
          kind text not null,
          points integer not null check (points >= 0),
          state text not null check (state in ('held', 'captured', 'released', 'refunded')),
          created_at timestamptz not null
        )`.execute(db)
      // What one person converted of one kind today.
      await sql`create index sandbox_hold_day on sandbox_hold (person, kind, created_at)`.execute(db)
      await sql`
        create table sandbox_entry (
          id bigint generated always as identity primary key,
          hold_key text not null,
          step text not null,
          person text not null,
          kind text not null,
          from_book text not null,
          to_book text not null,
          points integer not null check (points > 0),
          at timestamptz not null,
          unique (hold_key, step)
        )`.execute(db)
      await sql`
        create table sandbox_control (
          kind text not null,
          step text not null,
          delay_ms integer not null default 0,
          fault text check (fault in ('before', 'after', 'refuse')),
          primary key (kind, step)
        )`.execute(db)
    },
  },
}
