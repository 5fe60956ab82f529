import type { CreditState } from '@pointpay/contracts'
import type { ColumnType, Generated } from 'kysely'
import type { CreditEvent, PartState } from '../ledger/machine.ts'

/** The package's tables. Migrations: `migrations.ts` beside this file, which also says what each index serves. */
export interface CreditTables {
  credit_malls: MallTable
  credit_tokens: TokenTable
  credit_credits: CreditTable
  credit_parts: PartTable
  credit_history: HistoryTable
  credit_audits: AuditTable
  credit_test_points: TestPointTable
  credit_heartbeat: HeartbeatTable
}

/** Written in the same way as read, or left to its default. */
type Defaulted<T> = ColumnType<T, T | undefined, T>

export interface MallTable {
  mall_id: string
  client_id: string
  client_secret_sealed: string
  redirect_uri: string
  consent: Defaulted<'never' | 'consented' | 'consent-needed'>
  /** A `ConsentProblem`; null unless `consent-needed`. */
  consent_problem: string | null
  /** Cafe24's words for it. */
  consent_message: string | null
  /** Calls in the bucket as of `bucket_at`; it leaks from there. */
  bucket_level: Defaulted<number>
  bucket_at: Defaulted<Date>
  /** When the earliest live part is due, or earlier; null: nothing is live. */
  due_at: Date | null
  /** No work is taken before then: bucket full, mall failing (`infinity`: no consent). */
  open_at: Defaulted<Date>
  /** Cafe24 asked for no calls before then (`Retry-After`). */
  calls_from: Date | null
  /** Calls of the last second, roughly: a smaller and faster bucket than Cafe24's own. */
  burst_level: Defaulted<number>
  /** Incidents in a row in which the mall did not answer properly. Calls that were under way together are one. */
  consecutive_failures: Defaulted<number>
  /** When the first of them was; null: the mall answers. */
  failing_since: Date | null
  /** When the last of them was. */
  failed_at: Date | null
  /** Since when Cafe24 says that the mall or its app is gone, unconfirmed. */
  gone_since: Date | null
  /** When it last came back from an interruption (no consent, no answer, `Retry-After`); null: there was none. */
  resumed_at: Date | null
  /** When a closed mall was last tried again. */
  reopen_tried_at: Date | null
  /** Credits that Cafe24 refused since the last one that it took, each of another member than the one before. */
  refusals_in_row: Defaulted<number>
  last_refused_member: string | null
  /** How far Cafe24's clock is ahead of the database's, ms; null: not seen yet. */
  clock_skew_ms: number | null
  /** Access tokens in a row that Cafe24 refused, each a renewed one. */
  token_refusals: Defaulted<number>
  /** `credit_tokens.version` of the last one refused. */
  refused_version: Defaulted<number>
  last_credit_at: Date | null
  /** The longest time seen from an applied credit to its row in the point history, ms; null: never measured. */
  visible_after_ms: number | null
  visibility_sampled_at: Date | null
  /** The point history is compared up to then. */
  audited_until: Date | null
  audit_begun_at: Date | null
  /** Differences found so far, in all audits. */
  audit_differences: Defaulted<number>
  created_at: Generated<Date>
}

export interface TokenTable {
  mall_id: string
  access_sealed: string
  access_expires_at: Date
  refresh_sealed: string
  refresh_expires_at: Date
  scopes: string[]
  saved_at: Generated<Date>
  /** Counts the pairs that this mall has had. */
  version: Defaulted<number>
  /** A refresh has begun and its answer is not saved. */
  refresh_id: string | null
  refresh_begun_at: Date | null
}

export interface CreditTable {
  id: Generated<number>
  media_code: string
  transaction_number: string
  /** Its number in words for people, unique in its mall. */
  tag: string
  mall_id: string
  shop_no: number
  member_id: string
  /** KRW */
  amount: number
  point_kind: string | null
  state: CreditState | 'cancelling' | 'cancelled'
  converted_at: Date | null
  created_at: Generated<Date>
  credited_at: Date | null
  cancel_by: string | null
  cancel_reason: string | null
  cancel_asked_at: Date | null
  cancelled_at: Date | null
  /** What the caller knows it by besides its transaction number. */
  reference: string | null
}

export interface PartTable {
  id: Generated<number>
  credit_id: number
  mall_id: string
  shop_no: number
  member_id: string
  direction: 'increase' | 'decrease'
  /** 1 … `parts` */
  number: number
  parts: number
  /** KRW, at most 1,000,000 */
  amount: number
  tag: string
  /** Opens its `reason` (`ledger/mark.ts`); null: accepted before marks existed. */
  mark: string | null
  state: PartState
  /** When it is due next; null: it is done, or a person's. Live means not null. */
  due_at: Date | null
  attempts: Defaulted<number>
  sent_at: Date | null
  unknown_since: Date | null
  /** Readings, since it is unknown, that prove its absence from the point history. */
  absences: Defaulted<number>
  /** How its last unclear attempt ended; null: every attempt so far ended clearly. */
  unclear_code: string | null
  /** When a person last decided on it: rows that were there by then are known to that person. */
  decided_at: Date | null
  /** What was answered or found last. */
  last_code: string | null
  last_message: string | null
  created_at: Generated<Date>
  changed_at: Generated<Date>
}

export interface HistoryTable {
  id: Generated<number>
  credit_id: number
  part_id: number | null
  at: Generated<Date>
  subject: 'credit' | 'cancel'
  from_state: string
  to_state: string
  event: CreditEvent | 'cancel-asked'
  reason: string | null
  by: string | null
}

/** One row; see `0007-heartbeat.ts`. */
export interface HeartbeatTable {
  id: number
  at: Date
  /** Counted up every second while a worker runs; never down, unless the store went back in time. */
  beat: number
  beat_at: Date | null
  /** When a worker ran again after none had for a while; null: never. */
  resumed_at: Date | null
  /** PostgreSQL's: changes when a standby is promoted. Null: never seen. */
  timeline: string | null
  /** Since then nothing is sent; null: sending goes on. */
  halted_at: Date | null
  halted_reason: string | null
  /** Until then every part is looked for before it is sent. */
  careful_until: Date | null
}

/** One movement in a test mall. Amounts in KRW. */
export interface TestPointTable {
  id: Generated<number>
  mall_id: string
  shop_no: number
  member_id: string
  /** Above 0: given; below: taken back. */
  change: number
  total_after: number
  reason: string
  issued_at: Date
}

export interface AuditTable {
  id: Generated<number>
  mall_id: string
  from_at: Date
  to_at: Date
  at: Generated<Date>
  compared: number
  /** JSON of `AuditDifference[]` */
  differences: string
}
