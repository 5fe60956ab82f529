import type { Generated } from 'kysely'

export interface MediaTable {
  code: string
  name: string
  kind: 'cafe24' | 'own-backend'
  mall_id: string | null
  return_url: string
  return_key: string | null
  return_networks: string[]
  origins: string[]
  /** jsonb: `Shop[]` */
  shops: Generated<unknown>
  shops_read_at: Date | null
  /** bigint: read as text by pg, as number by PGlite. */
  cap_per_call: string | number | null
  cap_per_day: string | number | null
  accent_color: string | null
  member_proof: 'none' | 'cafe24-token' | 'signed-param'
  member_proof_secret: string
  unverified_allowed: boolean
  mode: Generated<'live' | 'test'>
  popup: Generated<'own' | 'pointpay'>
  nonce_separator: string | null
  created_at: Generated<Date>
}

export interface MediaTables {
  media: MediaTable
}
