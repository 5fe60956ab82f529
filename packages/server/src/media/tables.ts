import type { Generated } from 'kysely'
import type { KeyPurpose } from './media-key.ts'

export interface MediaTable {
  code: string
  name: string
  kind: 'cafe24' | 'own-backend'
  mall_id: string | null
  /** An own-backend's; null: ours, made of the media's key. */
  return_url: string | null
  return_networks: string[]
  origins: string[]
  /** jsonb: `Shop[]` */
  shops: Generated<unknown>
  shops_read_at: Date | null
  cap_per_call: number
  cap_per_day: number
  accent_color: string | null
  member_proof: 'none' | 'cafe24-token' | 'signed-param'
  unverified_allowed: boolean
  mode: Generated<'live' | 'test'>
  popup: Generated<'own' | 'pointpay'>
  nonce_separator: string | null
  created_at: Generated<Date>
}

/** A media's keys: one of each purpose that holds, and those that it replaced until their time is over. */
export interface MediaKeyTable {
  key_hash: string
  media_code: string
  purpose: KeyPurpose
  /** Sealed with the token keys. */
  sealed: string
  issued_at: Date
  /** null: it holds until it is replaced. */
  expires_at: Date | null
}

export interface MediaTables {
  media: MediaTable
  media_key: MediaKeyTable
}
