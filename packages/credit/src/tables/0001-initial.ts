import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const initial: Migration = {
  async up(db) {
    await sql`
      create table credit_malls (
        mall_id text primary key,
        client_id text not null,
        client_secret_sealed text not null,
        redirect_uri text not null,
        consent text not null default 'never' check (consent in ('never', 'consented', 'consent-needed')),
        consent_problem text,
        consent_message text,
        bucket_level double precision not null default 0,
        bucket_at timestamptz not null default now(),
        due_at timestamptz,
        open_at timestamptz not null default 'infinity',
        -- When a worker may claim this mall; null: nothing to do. Computed, so that no writer can forget it.
        claim_at timestamptz generated always as (case when due_at is null then null else greatest(due_at, open_at) end) stored,
        trouble integer not null default 0,
        token_refusals integer not null default 0,
        refused_version integer not null default 0,
        last_credit_at timestamptz,
        audited_until timestamptz,
        created_at timestamptz not null default now(),
        check ((consent = 'consent-needed') = (consent_problem is not null))
      ) with (fillfactor = 50)`.execute(db)
    // Claiming: the mall that has waited longest first.
    await sql`create index credit_malls_claim on credit_malls (claim_at) where claim_at is not null`.execute(
      db,
    )

    await sql`
      create table credit_tokens (
        mall_id text primary key references credit_malls,
        access_sealed text not null,
        access_expires_at timestamptz not null,
        refresh_sealed text not null,
        refresh_expires_at timestamptz not null,
        scopes text[] not null,
        version integer not null default 1,
        refresh_id text,
        refresh_begun_at timestamptz,
        check ((refresh_id is null) = (refresh_begun_at is null))
      )`.execute(db)
    // The keep-alive: whose refresh token dies first.
    await sql`create index credit_tokens_expiry on credit_tokens (refresh_expires_at)`.execute(db)

    // No index holds \`state\`, so that a change of state stays within its page (HOT); hence also the room in each.
    await sql`
      create table credit_credits (
        id bigint generated always as identity primary key,
        media_code text not null,
        transaction_number text not null,
        tag text not null,
        mall_id text not null,
        shop_no integer not null,
        member_id text not null,
        amount bigint not null check (amount > 0),
        point_kind text,
        state text not null default 'accepted',
        converted_at timestamptz,
        created_at timestamptz not null default now(),
        credited_at timestamptz,
        cancel_by text,
        cancel_reason text,
        cancel_asked_at timestamptz,
        cancelled_at timestamptz
      ) with (fillfactor = 75)`.execute(db)
    // Once for a media; also the search by number alone.
    await sql`create unique index credit_credits_once on credit_credits (transaction_number, media_code)`.execute(
      db,
    )
    // Once in a mall, whichever media it came by.
    await sql`create unique index credit_credits_tag on credit_credits (tag, mall_id)`.execute(db)
    // The console's pages: of a media, of all, of a member.
    await sql`create index credit_credits_page on credit_credits (media_code, created_at, id)`.execute(db)
    await sql`create index credit_credits_newest on credit_credits (created_at, id)`.execute(db)
    await sql`create index credit_credits_member on credit_credits (member_id, created_at, id)`.execute(db)

    await sql`
      create table credit_parts (
        id bigint generated always as identity primary key,
        credit_id bigint not null,
        mall_id text not null,
        shop_no integer not null,
        member_id text not null,
        direction text not null check (direction in ('increase', 'decrease')),
        number integer not null,
        parts integer not null,
        amount integer not null check (amount between 1 and 1000000),
        tag text not null,
        state text not null default 'accepted',
        due_at timestamptz default now(),
        attempts integer not null default 0,
        sent_at timestamptz,
        unknown_since timestamptz,
        absences integer not null default 0,
        last_code text,
        last_message text,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now(),
        check ((due_at is null) = (state in ('credited', 'refused', 'review', 'abandoned')))
      ) with (fillfactor = 75)`.execute(db)
    await sql`create unique index credit_parts_of on credit_parts (credit_id, direction, number)`.execute(db)
    // A mall's live parts, soonest due first. Done parts leave it, so it stays as small as the backlog.
    await sql`create index credit_parts_due on credit_parts (mall_id, due_at, id) where due_at is not null`.execute(
      db,
    )
    // Whether an earlier part of the same member is still live.
    await sql`create index credit_parts_order on credit_parts (mall_id, member_id, id) where due_at is not null`.execute(
      db,
    )
    // The audit: what went out to a mall in a span.
    await sql`create index credit_parts_sent on credit_parts (mall_id, sent_at) where sent_at is not null`.execute(
      db,
    )
    // What waits for a person.
    await sql`create index credit_parts_person on credit_parts (mall_id, changed_at) where state in ('refused', 'review')`.execute(
      db,
    )

    await sql`
      create table credit_history (
        id bigint generated always as identity primary key,
        credit_id bigint not null,
        part_id bigint,
        at timestamptz not null default now(),
        subject text not null,
        from_state text not null,
        to_state text not null,
        event text not null,
        reason text,
        by text
      )`.execute(db)
    await sql`create index credit_history_of on credit_history (credit_id, id)`.execute(db)

    await sql`
      create table credit_audits (
        id bigint generated always as identity primary key,
        mall_id text not null references credit_malls,
        from_at timestamptz not null,
        to_at timestamptz not null,
        at timestamptz not null default now(),
        compared integer not null,
        differences text not null
      )`.execute(db)
    await sql`create index credit_audits_of on credit_audits (mall_id, at)`.execute(db)
  },
}
