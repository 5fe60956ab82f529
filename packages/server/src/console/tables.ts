import type { Role } from '@pointpay/contracts'
import type { Generated } from 'kysely'

/** All instants are set by the service's clock. */
export interface AccountTable {
  login: string
  name: string
  role: Role
  /** A manager's; an operator's is empty and means all. */
  media_codes: string[]
  password_hash: string
  disabled: Generated<boolean>
  last_login_at: Date | null
  created_at: Date
}

/** An account's key for codes of an authenticator app. */
export interface SecondFactorTable {
  login: string
  /** Base32, sealed with the token keys. */
  sealed: string
  /** Null: offered, and no code of it has come yet. */
  confirmed_at: Generated<Date | null>
  /** The 30 s step of the last code that was taken: none of it or before it counts again. */
  last_step: number
}

export interface ConsoleSessionTable {
  /** SHA-256 of the browser's cookie. */
  token_hash: string
  login: string
  created_at: Date
  seen_at: Date
}

/** Logins tried, by keyed hash of what they have in common: a network, a login from a network, a known browser. */
export interface LoginTriesTable {
  key: string
  tries: number
  window_ends_at: Date
}

export interface AuditTrailTable {
  id: Generated<number>
  at: Date
  by_whom: string
  action: string
  media_code: string | null
  subject: string | null
  outcome: string
  /** JSON, as text: the chain is over these bytes. */
  changes: string | null
  /** Its number in the chain; null: written by a version that knew of none. */
  line: number | null
  /** Of this line and, through the hash of the one before, of all before it. */
  hash: string | null
}

/** One row: how many lines the audit trail has, and the hash of the last. Who writes a line holds it. */
export interface AuditHeadTable {
  lines: number
  hash: string
}

/** Points that a shopper gets back once their credit is cancelled; written before the cancel is asked for. */
export interface RefundTable {
  media_code: string
  transaction_number: string
  by_whom: string
  reason: string
  asked_at: Date
  /** Null: still to be seen to. */
  done_at: Date | null
}

export interface ConsoleTables {
  console_account: AccountTable
  console_second_factor: SecondFactorTable
  console_session: ConsoleSessionTable
  console_login_tries: LoginTriesTable
  console_audit: AuditTrailTable
  console_audit_head: AuditHeadTable
  console_refund: RefundTable
}
