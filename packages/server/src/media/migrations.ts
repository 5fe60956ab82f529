import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const mediaMigrations: Record<string, Migration> = {
  'media-0001-media': {
    async up(db) {
      await sql`
        create table media (
          code text primary key,
          name text not null,
          kind text not null check (kind in ('cafe24', 'own-backend')),
          mall_id text,
          return_url text not null,
          return_key text unique,
          return_networks text[] not null default '{}',
          origins text[] not null default '{}',
          cap_per_call bigint,
          cap_per_day bigint,
          accent_color text,
          member_proof text not null default 'none',
          member_proof_secret text not null,
          unverified_allowed boolean not null default false,
          created_at timestamptz not null default now(),
          check ((kind = 'cafe24') = (mall_id is not null)),
          check ((kind = 'cafe24') = (return_key is not null))
        )`.execute(db)
      await sql`create index media_mall on media (mall_id) where mall_id is not null`.execute(db)
    },
  },
  'media-0002-one-media-a-mall': {
    async up(db) {
      await sql`drop index media_mall`.execute(db)
      await sql`create unique index media_mall on media (mall_id)`.execute(db)
    },
  },
  'media-0003-mode-and-popup': {
    async up(db) {
      // Existing media were set up with the button code of our own popup.
      await sql`
        alter table media
          add column mode text not null default 'live' check (mode in ('live', 'test')),
          add column popup text not null default 'own' check (popup in ('own', 'pointpay')),
          add column nonce_separator text`.execute(db)
    },
  },
  'media-0004-shops': {
    async up(db) {
      // Until now every conversion was credited in shop 1, in KRW.
      await sql`
        alter table media
          add column shops jsonb not null default '[]',
          add column shops_read_at timestamptz`.execute(db)
      await sql`
        update media set shops =
          '[{"shopNo": 1, "name": null, "currency": "KRW", "language": null, "active": true}]'
        where kind = 'cafe24'`.execute(db)
    },
  },
}
