import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Numbered, and never edited once released. */
export const solutionMigrations: Record<string, Migration> = {
  'solution-0001-set-up': {
    async up(db) {
      // Consents that came back, until they would have run out anyway.
      await sql`
        create table solution_used_state (
          state_id text primary key,
          expires_at timestamptz not null
        )`.execute(db)
      await sql`create index solution_used_state_expiry on solution_used_state (expires_at)`.execute(db)
      await sql`
        create table solution_script_tag (
          media_code text primary key,
          src text not null,
          integrity text not null,
          put_at timestamptz not null
        )`.execute(db)
      await sql`
        create table solution_sdk_file (
          version text not null,
          name text not null,
          integrity text not null,
          body text not null,
          added_at timestamptz not null default now(),
          primary key (version, name)
        )`.execute(db)
    },
  },
  'solution-0002-day-total': {
    async up(db) {
      // Filled by a media's first call of a day that has a cap. Updated all the time: room on its page keeps updates HOT.
      await sql`
        create table solution_day_total (
          media_code text not null,
          day_start timestamptz not null,
          accepted bigint not null default 0,
          counted_at timestamptz,
          primary key (media_code, day_start)
        ) with (fillfactor = 50)`.execute(db)
    },
  },
  'solution-0003-script-tag-shops': {
    async up(db) {
      // Until now the widget was put into shop 1 alone.
      await sql`alter table solution_script_tag add column shops integer[] not null default '{1}'`.execute(db)
    },
  },
  'solution-0004-day-counter': {
    async up(db) {
      // Until now a total was locked for as long as a credit was being accepted; now it must be known how long ago it grew.
      await sql`alter table solution_day_total add column raised_at timestamptz not null default now()`.execute(
        db,
      )
    },
  },
  'solution-0005-unusual': {
    async up(db) {
      await sql`
        create table solution_unusual (
          media_code text not null,
          kind text not null check (kind in ('large', 'day', 'rate', 'refused')),
          started_at timestamptz not null,
          seen_at timestamptz not null,
          amount bigint,
          count integer not null,
          primary key (media_code, kind, started_at)
        )`.execute(db)
      await sql`create index solution_unusual_seen on solution_unusual (media_code, seen_at)`.execute(db)
    },
  },
}
