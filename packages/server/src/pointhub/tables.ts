import type { PopupErrorCode } from '@pointpay/contracts'
import type { Generated, Selectable } from 'kysely'
import type { ConversionState } from './conversion/conversion-states.ts'
import type { PostbackState } from './postback/postback-states.ts'

/** All instants are set by the service's clock, never by the database's. Points and KRW fit `integer` by the kinds' maxima. */
export interface SessionTable {
  id: string
  /** SHA-256 of the browser's cookie. */
  browser: string
  media_code: string
  member_id: string
  /** The mall's shop that the press was made in. */
  shop_no: Generated<number>
  nonce: string | null
  add_param: string | null
  return_to: string | null
  mode: 'verified' | 'unverified'
  /** Of `direct_ci`: when the page asked for the session; null: not yet, and for any other. */
  claimed_at: Date | null
  /** Of `direct_ci`: what its form is known by (form-session.ts); null for any other. */
  form_hash: string | null
  /** The sealed person; erased once the session can need it no more. */
  person: string | null
  masked_name: string | null
  identified_at: Date | null
  /** `KindBalance[]` as last read from the providers. */
  balances: unknown
  selection_kind: string | null
  selection_points: number | null
  selection_amount: number | null
  /** The media was in test mode when the session began. */
  test: Generated<boolean>
  left_before_at: Date | null
  left_at: Date | null
  touched_at: Date
  created_at: Date
  expires_at: Date
  /** When all was erased that only the popup needed; null: not yet. */
  emptied_at: Date | null
}

/** The identity check under way in a session. */
export interface IdentityTable {
  session_id: string
  reference: string
  phone_hash: string
  person: string
  masked_phone: string
  code_expires_at: Date
  resend_at: Date
  /** Of this code. */
  tries: Generated<number>
}

/** What callers did in a window of time, by keyed hash. */
export interface CountTable {
  key: string
  count: number
  window_ends_at: Date
}

export interface ConversionTable {
  transaction_number: string
  session_id: string
  idempotency_key: string
  media_code: string
  member_id: string
  /** As its session: the shop to credit. */
  shop_no: Generated<number>
  kind: string
  points: number
  amount: number
  add_param: string | null
  /** As its session: no real points, no real 적립금. */
  test: Generated<boolean>
  state: ConversionState
  error_code: PopupErrorCode | null
  started_at: Date
  converted_at: Date | null
  delivered_at: Date | null
  /** Until then whoever moves it on is presumed alive; after it, recovery takes over. */
  busy_until: Date
  recoveries: Generated<number>
}

export interface PostbackTable {
  transaction_number: string
  media_code: string
  state: PostbackState
  attempts: Generated<number>
  /** An attempt that was begun and whose answer nobody read may have been carried out. */
  maybe_arrived: Generated<boolean>
  next_attempt_at: Date
  lease_until: Date | null
  last_answer: string | null
  given_up_at: Date | null
}

export interface HistoryTable {
  id: Generated<string>
  transaction_number: string
  subject: 'conversion' | 'postback' | 'person'
  from_state: string | null
  to_state: string
  reason: string | null
  by_whom: string | null
  at: Date
}

export interface PointhubTables {
  pointhub_session: SessionTable
  pointhub_identity: IdentityTable
  pointhub_count: CountTable
  pointhub_conversion: ConversionTable
  pointhub_postback: PostbackTable
  pointhub_history: HistoryTable
}

export type SessionRow = Selectable<SessionTable>
export type IdentityRow = Selectable<IdentityTable>
export type ConversionRow = Selectable<ConversionTable>
export type PostbackRow = Selectable<PostbackTable>
