import type { SecretSealer } from '@pointpay/credit'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { keyContext, keyHash, type KeyPurpose } from './media-key.ts'

/**
 * Numbered, and never edited once released.
 * @param sealer seals the keys that lay open in the tables of earlier versions
 */
export const mediaMigrations = (sealer: SecretSealer): Record<string, Migration> => ({
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
  'media-0005-keys': {
    async up(db) {
      await sql`
        create table media_key (
          key_hash text primary key,
          media_code text not null references media,
          purpose text not null check (purpose in ('return', 'proof')),
          sealed text not null,
          issued_at timestamptz not null,
          expires_at timestamptz
        )`.execute(db)
      // One of each holds. A media has at most two of each, so this serves every other question too.
      await sql`
        create unique index media_key_present on media_key (media_code, purpose) where expires_at is null`.execute(
        db,
      )
      await sql`create index media_key_of on media_key (media_code, purpose)`.execute(db)
      await sealOpenKeys(db as Kysely<unknown>, sealer)
      await sql`alter table media alter column return_url drop not null`.execute(db)
      await sql`update media set return_url = null where return_key is not null`.execute(db)
      await sql`alter table media drop column return_key, drop column member_proof_secret`.execute(db)
      await sql`
        alter table media add check ((kind = 'own-backend') = (return_url is not null))`.execute(db)
    },
  },
  'media-0006-caps': {
    async up(db) {
      // Until now a media could go without, and then a leaked RETURN URL was worth any sum.
      await sql`
        update media set cap_per_call = coalesce(cap_per_call, 3000000), cap_per_day = coalesce(cap_per_day, 30000000)`.execute(
        db,
      )
      await sql`
        alter table media alter column cap_per_call set not null, alter column cap_per_day set not null`.execute(
        db,
      )
    },
  },
})

/** A proof key was never shown to anybody, unless it was read from the table for a media that demands one. */
async function sealOpenKeys(db: Kysely<unknown>, sealer: SecretSealer): Promise<void> {
  const { rows } = await sql<{ code: string; return_key: string | null; proof_key: string | null }>`
    select code, return_key, case when member_proof = 'signed-param' then member_proof_secret end as proof_key
    from media`.execute(db)
  for (const { code, return_key: returnKey, proof_key: proofKey } of rows) {
    if (returnKey) await insert(code, 'return', returnKey)
    if (proofKey) await insert(code, 'proof', proofKey)
  }

  async function insert(code: string, purpose: KeyPurpose, key: string): Promise<void> {
    await sql`
      insert into media_key (key_hash, media_code, purpose, sealed, issued_at)
      values (${keyHash(key)}, ${code}, ${purpose}, ${sealer.seal(key, keyContext(code, purpose))}, now())`.execute(
      db,
    )
  }
}
