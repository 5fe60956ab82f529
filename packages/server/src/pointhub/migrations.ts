import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { sandboxMigrations } from './sandbox/sandbox-migrations.ts'

/** Numbered, and never edited once released. */
export const pointhubMigrations: Record<string, Migration> = {
  'pointhub-0001-sessions': {
    async up(db) {
      await sql`
        create table pointhub_session (
          id text primary key,
          browser text not null,
          media_code text not null,
          member_id text not null,
          nonce text,
          add_param text,
          return_to text,
          mode text not null check (mode in ('verified', 'unverified')),
          claimed_at timestamptz,
          person text,
          masked_name text,
          identified_at timestamptz,
          balances jsonb,
          selection_kind text,
          selection_points integer,
          selection_amount integer,
          left_before_at timestamptz,
          left_at timestamptz,
          touched_at timestamptz not null,
          created_at timestamptz not null,
          expires_at timestamptz not null
        )`.execute(db)
      // The same press again (reload), and the last try of this member in this browser.
      await sql`
        create index pointhub_session_press
          on pointhub_session (browser, media_code, member_id, created_at desc)`.execute(db)
      // The widget's status address.
      await sql`
        create index pointhub_session_nonce on pointhub_session (nonce) where nonce is not null`.execute(db)
      // Personal data whose time is over.
      await sql`
        create index pointhub_session_person on pointhub_session (expires_at) where person is not null`.execute(
        db,
      )
      await sql`
        create table pointhub_identity (
          session_id text primary key references pointhub_session on delete cascade,
          reference text not null,
          phone_hash text not null,
          person text not null,
          masked_phone text not null,
          code_expires_at timestamptz not null,
          resend_at timestamptz not null
        )`.execute(db)
      await sql`
        create table pointhub_phone_tries (
          phone_hash text primary key,
          tries integer not null,
          window_ends_at timestamptz not null,
          locked_until timestamptz
        )`.execute(db)
    },
  },
  'pointhub-0002-conversions': {
    async up(db) {
      await sql`
        create table pointhub_conversion (
          transaction_number text primary key,
          session_id text not null references pointhub_session,
          idempotency_key text not null,
          media_code text not null,
          member_id text not null,
          kind text not null,
          points integer not null check (points > 0),
          amount integer not null check (amount > 0),
          add_param text,
          state text not null,
          error_code text,
          started_at timestamptz not null,
          converted_at timestamptz,
          delivered_at timestamptz,
          busy_until timestamptz not null,
          recoveries integer not null default 0,
          unique (session_id, idempotency_key)
        )`.execute(db)
      // However many presses arrive at once, one session takes points once.
      await sql`
        create unique index pointhub_conversion_once
          on pointhub_conversion (session_id) where state <> 'failed'`.execute(db)
      // Recovery: holds only conversions under way, so its cost does not grow with history.
      await sql`
        create index pointhub_conversion_working on pointhub_conversion (busy_until)
          where state in ('reserving', 'recorded', 'releasing', 'returning', 'cancelling')`.execute(db)
      await sql`
        create table pointhub_postback (
          transaction_number text primary key references pointhub_conversion,
          media_code text not null,
          state text not null,
          attempts integer not null default 0,
          maybe_arrived boolean not null default false,
          next_attempt_at timestamptz not null,
          lease_until timestamptz,
          last_answer text,
          given_up_at timestamptz
        )`.execute(db)
      // The worker's claim, the leases of workers that died, and the console's review queue.
      await sql`
        create index pointhub_postback_due on pointhub_postback (next_attempt_at) where state = 'due'`.execute(
        db,
      )
      await sql`
        create index pointhub_postback_sending on pointhub_postback (lease_until)
          where state = 'sending'`.execute(db)
      await sql`
        create index pointhub_postback_review on pointhub_postback (media_code, given_up_at)
          where state = 'review'`.execute(db)
      await sql`
        create table pointhub_history (
          id bigint generated always as identity primary key,
          transaction_number text not null references pointhub_conversion,
          subject text not null check (subject in ('conversion', 'postback', 'person')),
          from_state text,
          to_state text not null,
          reason text,
          by_whom text,
          at timestamptz not null
        )`.execute(db)
      await sql`
        create index pointhub_history_of on pointhub_history (transaction_number, id)`.execute(db)
    },
  },
  ...sandboxMigrations,
  'pointhub-0004-test': {
    async up(db) {
      await sql`alter table pointhub_session add column test boolean not null default false`.execute(db)
      await sql`alter table pointhub_conversion add column test boolean not null default false`.execute(db)
    },
  },
  'pointhub-0005-shop': {
    async up(db) {
      await sql`alter table pointhub_session add column shop_no integer not null default 1`.execute(db)
      await sql`alter table pointhub_conversion add column shop_no integer not null default 1`.execute(db)
    },
  },
  'pointhub-0006-limits-and-ends': {
    async up(db) {
      // pointhub_phone_tries stays for processes of the version before, which count in it.
      await sql`
        create table pointhub_count (
          key text primary key,
          count integer not null,
          window_ends_at timestamptz not null
        )`.execute(db)
      await sql`create index pointhub_count_ended on pointhub_count (window_ends_at)`.execute(db)
      await sql`alter table pointhub_identity add column tries integer not null default 0`.execute(db)
      await sql`alter table pointhub_session add column emptied_at timestamptz`.execute(db)
      // Sessions whose data must end. Holds none that are done, so its cost does not grow with history.
      await sql`
        create index pointhub_session_to_end on pointhub_session (expires_at)
          where emptied_at is null`.execute(db)
    },
  },
  'pointhub-0007-forms': {
    async up(db) {
      await sql`alter table pointhub_session add column form_hash text`.execute(db)
      // A form of the unverified mode is good once, over all processes.
      await sql`
        create unique index pointhub_session_form on pointhub_session (form_hash)
          where form_hash is not null`.execute(db)
    },
  },
  'pointhub-0008-review-queue': {
    async up(db) {
      // The console's pages of what was given up, of all media, longest waiting first.
      await sql`
        create index pointhub_postback_queue
          on pointhub_postback (coalesce(given_up_at, 'epoch'), transaction_number)
          where state = 'review'`.execute(db)
    },
  },
}
