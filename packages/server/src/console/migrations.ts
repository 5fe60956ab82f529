import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { CHAIN_START, hashOfLine } from './audit/audit-chain.ts'

/** Numbered, and never edited once released. They come after the credit package's and pointhub's, whose tables one of them indexes. */
export const consoleMigrations: Record<string, Migration> = {
  'console-0001-accounts': {
    async up(db) {
      await sql`
        create table console_account (
          login text primary key,
          name text not null,
          role text not null check (role in ('operator', 'manager')),
          media_codes text[] not null default '{}',
          password_hash text not null,
          disabled boolean not null default false,
          last_login_at timestamptz,
          created_at timestamptz not null
        )`.execute(db)
      await sql`
        create table console_session (
          token_hash text primary key,
          login text not null references console_account on delete cascade,
          created_at timestamptz not null,
          seen_at timestamptz not null
        )`.execute(db)
      // All sessions of an account end with its password or its enabling.
      await sql`create index console_session_of on console_session (login)`.execute(db)
      await sql`
        create table console_login_tries (
          key text primary key,
          tries integer not null,
          window_ends_at timestamptz not null
        )`.execute(db)
    },
  },
  'console-0002-audit': {
    async up(db) {
      await sql`
        create table console_audit (
          id bigint generated always as identity primary key,
          at timestamptz not null,
          by_whom text not null,
          action text not null,
          media_code text,
          subject text,
          outcome text not null
        )`.execute(db)
    },
  },
  'console-0003-refunds': {
    async up(db) {
      await sql`
        create table console_refund (
          media_code text not null,
          transaction_number text not null,
          by_whom text not null,
          reason text not null,
          asked_at timestamptz not null,
          done_at timestamptz,
          primary key (transaction_number, media_code)
        )`.execute(db)
      // The worker's look: as small as what is still to be done.
      await sql`create index console_refund_open on console_refund (asked_at) where done_at is null`.execute(
        db,
      )
    },
  },
  'console-0004-search': {
    async up(db) {
      // Pages of a media, newest conversion first. Both columns are written once, so that a credit's changes of state stay
      // within their page (HOT); the same holds for the others on this table.
      await sql`
        create index console_credit_page
          on credit_credits (media_code, (coalesce(converted_at, created_at)), id)`.execute(db)
      // What is cancelled, and what is being cancelled: few of many, and fewer.
      await sql`
        create index console_credit_cancelled
          on credit_credits (media_code, (coalesce(converted_at, created_at)), id)
          where cancelled_at is not null`.execute(db)
      await sql`
        create index console_credit_cancelling on credit_credits (cancel_asked_at)
          where cancel_asked_at is not null and cancelled_at is null`.execute(db)
      // Days of the settlement. BRIN: rows lie in the order of time, and a change of its column needs no new index entry.
      await sql`
        create index console_credit_credited on credit_credits using brin (credited_at)
          with (pages_per_range = 32, autosummarize = on)`.execute(db)
      await sql`
        create index console_credit_cancelled_at on credit_credits (cancelled_at)
          where cancelled_at is not null`.execute(db)
      // The same of pointhub's: by media, by media and state of what is not simply delivered, by member, by day.
      await sql`
        create index console_conversion_page
          on pointhub_conversion (media_code, (coalesce(converted_at, started_at)), transaction_number)`.execute(
        db,
      )
      await sql`
        create index console_conversion_undelivered
          on pointhub_conversion (state, media_code, (coalesce(converted_at, started_at)), transaction_number)
          where state <> 'delivered'`.execute(db)
      await sql`create index console_conversion_member on pointhub_conversion (member_id)`.execute(db)
      await sql`
        create index console_conversion_delivered on pointhub_conversion (delivered_at)
          where delivered_at is not null`.execute(db)
      await sql`
        create index console_conversion_cancelled on pointhub_history (at)
          where subject = 'conversion' and to_state = 'cancelled'`.execute(db)
      // Postbacks that a person declared credited: delivered, though our ledger may hold nothing.
      await sql`
        create index console_postback_given_up on pointhub_postback (media_code)
          where given_up_at is not null`.execute(db)
    },
  },
  'console-0005-audit-chain': {
    async up(db) {
      // A line number and a hash may be missing: while processes of the version before still run, they write without.
      await sql`
        alter table console_audit
          add column changes text,
          add column line bigint unique,
          add column hash text`.execute(db)
      await sql`
        create table console_audit_head (
          only_row boolean primary key default true check (only_row),
          lines bigint not null,
          hash text not null
        )`.execute(db)
      await chainOldLines(db as Kysely<unknown>)
      // The filters of the console's page, and whether the same was read just now.
      await sql`create index console_audit_by on console_audit (by_whom, id)`.execute(db)
      await sql`create index console_audit_of on console_audit (action, id)`.execute(db)
      await sql`
        create index console_audit_same on console_audit (by_whom, action, subject, at)`.execute(db)
    },
  },
  'console-0006-second-factor': {
    async up(db) {
      await sql`
        create table console_second_factor (
          login text primary key references console_account on delete cascade,
          sealed text not null,
          confirmed_at timestamptz,
          last_step bigint not null
        )`.execute(db)
    },
  },
}

interface OldLine {
  id: number
  at: Date
  by: string
  action: string
  mediaCode: string | null
  subject: string | null
  outcome: string
}

const OLD_LINES_AT_ONCE = 1_000

/** The chain vouches for lines from before it from now on: what they say now is what they go on to say. */
async function chainOldLines(db: Kysely<unknown>): Promise<void> {
  let head = { line: 0, hash: CHAIN_START }
  for (let last = 0; ;) {
    const { rows } = await sql<OldLine>`
      select id, at, by_whom as by, action, media_code as "mediaCode", subject, outcome
      from console_audit where id > ${last} order by id limit ${OLD_LINES_AT_ONCE}`.execute(db)
    const hashes: string[] = []
    for (const row of rows) {
      const line = head.line + 1
      head = { line, hash: hashOfLine(head.hash, { ...row, line, changes: null }) }
      hashes.push(head.hash)
    }
    await sql`
      update console_audit a set line = chained.line, hash = chained.hash
      from unnest(
        ${rows.map(({ id }) => id)}::bigint[],
        ${rows.map((_, index) => head.line - rows.length + 1 + index)}::bigint[],
        ${hashes}::text[]
      ) as chained(id, line, hash)
      where a.id = chained.id`.execute(db)
    if (rows.length < OLD_LINES_AT_ONCE) break
    last = rows.at(-1)!.id
  }
  await sql`insert into console_audit_head (lines, hash) values (${head.line}, ${head.hash})`.execute(db)
}
