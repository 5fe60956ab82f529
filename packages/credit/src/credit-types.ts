import type { CreditState } from '@pointpay/contracts'
import type { Transaction } from 'kysely'
import type { Cafe24Client } from './cafe24/types.ts'
import type {
  AcceptResult,
  AvailableResult,
  CancelRequest,
  CancelResult,
  Credit,
  CreditChange,
  CreditId,
  CreditQuery,
  DecideResult,
  Decision,
  HistoryLine,
  NewCredit,
  Part,
  PartId,
  Review,
  ReviewQuery,
} from './ledger/types.ts'
import type {
  ConsentProblem,
  ConsentResult,
  MallRegistration,
  MallStatus,
  TokenResult,
} from './malls/types.ts'
import type { Store } from './store/store.ts'
import type { TokenKeys } from './tokens/seal.ts'
import type { AuditReport } from './audit/audit-report.ts'
import type { CreditTables } from './tables/tables.ts'
import type { Timing } from './timing.ts'

export interface Credits {
  malls: Malls
  ledger: Ledger
  worker: Worker
  /**
   * Calls the listener after each committed change of a credit or its cancel, whichever process made it; gives back how to
   * stop. Acceptance is not announced: whoever accepted knows.
   */
  onChange(listener: (change: CreditChange) => void): () => void
  /** Compares the ledger with Cafe24's point history from `from` to `to` (at most 31 days) and keeps the report. */
  audit(span: { mallId: string; from: Date; to: Date }): Promise<AuditReport>
  /** For the operator, after the store went back in time (a standby that lacked the last seconds, an old backup). */
  recovery: Recovery
  /** Stops listening. The store stays open: it is its opener's. */
  close(): Promise<void>
}

export interface Malls {
  /** Adds the mall, or changes its app; tokens and consent stay. */
  register(mall: MallRegistration): Promise<void>
  /** Where Cafe24 sends the owner back to from now on. Needs no key: also for a mall whose secret this process cannot open. */
  moveRedirect(mallId: string, redirectUri: string): Promise<void>
  /** The mall's app as it was registered, to check what Cafe24 signs with its secret; null: no such mall, or its secret cannot be opened. */
  app(mallId: string): Promise<MallRegistration | null>
  /** The address to send the mall's owner to; null: no such mall. `scopes` left out: the 적립금 scopes alone. */
  authorizeUrl(mallId: string, state: string, scopes?: readonly string[]): Promise<string | null>
  /** Ends what `authorizeUrl` began, and wakes all that waited. */
  consent(grant: { mallId: string; code: string }): Promise<ConsentResult>
  status(mallId: string): Promise<MallStatus | null>
  /** One look, for those who ask often. */
  isConsented(mallId: string): Promise<boolean>
  /** By mall id; left out: every real mall's. */
  statuses(mallIds?: readonly string[]): Promise<MallStatus[]>
  /**
   * The app is said to be gone from the mall: its credits wait, losing nothing, until somebody consents again, if Cafe24 refuses a
   * call too. False: it does not, or could not be asked; nothing has changed.
   */
  closeIfGone(
    mallId: string,
    problem: Extract<ConsentProblem, 'app-removed' | 'app-expired'>,
  ): Promise<boolean>
  /**
   * The app is said to be back in the mall without a new consent: what waits goes out if Cafe24 answers a call with the token at
   * hand. False: it does not, or the mall was not closed for its app's sake; nothing has changed.
   */
  reopen(mallId: string): Promise<boolean>
  /**
   * The mall that a media in test mode is credited in, made at the first call. Its point history lies in the ledger's own
   * store: no call for it can reach Cafe24, and nobody has to consent.
   * @returns its mall id, for {@link NewCredit.mallId}
   */
  testMall(mediaCode: string): Promise<string>
  /** A good access token, refreshed first where need be, for calls that are not points, e.g. script tags. */
  access(mallId: string): Promise<TokenResult>
}

export interface Ledger {
  /**
   * Promises the credit. Durable once this resolves; with `trx`, once that commits (the workers hear of it then). Never
   * throws for its input.
   */
  accept(credit: NewCredit, trx?: Transaction<CreditTables>): Promise<AcceptResult>
  /** Takes the credit back, once the member's history shows that nobody has done so by hand. */
  cancel(request: CancelRequest): Promise<CancelResult>
  /** What the member could lose now, read from Cafe24, and what a cancel would need. */
  availablePoints(creditId: CreditId): Promise<AvailableResult>
  byId(creditId: CreditId): Promise<Credit | null>
  byTransaction(mediaCode: string, transactionNumber: string): Promise<Credit | null>
  /** The first credit that was accepted with this reference. */
  byReference(reference: string): Promise<Credit | null>
  /** Newest first. */
  find(query: CreditQuery): Promise<Credit[]>
  parts(creditId: CreditId): Promise<Part[]>
  /** Oldest first. */
  history(creditId: CreditId): Promise<HistoryLine[]>
  /** What waits for a person, longest waiting first. */
  reviews(query?: ReviewQuery): Promise<Review[]>
  /** One of these. Null: there is no such part, or it does not wait for a person. */
  review(partId: PartId): Promise<Review | null>
  decide(request: { partId: PartId; decision: Decision; by: string; note: string }): Promise<DecideResult>
  /** How many parts of real malls are in each state that is not done, for metrics. */
  counts(): Promise<Partial<Record<CreditState, number>>>
}

export interface Recovery {
  standing(): Promise<StoreStanding>
  /**
   * Lets sending go on. Every part that was not done is first looked for in Cafe24's point history, as after a lost answer, and
   * for a day each part is looked for before it is sent.
   */
  resume(request: { by: string }): Promise<{ kind: 'resumed'; parts: number } | { kind: 'not-halted' }>
}

export interface StoreStanding {
  /** Nothing is sent; null: sending goes on. */
  halted: { since: Date; reason: string } | null
  /** Until then each part is looked for before it is sent; null: never. */
  carefulUntil: Date | null
}

export interface Worker {
  /** Serves all malls until stopped. Any number of processes may, on one PostgreSQL. */
  start(options?: WorkerOptions): RunningWorker
}

export interface WorkerOptions {
  /** Calls of Cafe24 in flight at most; 1,024. */
  concurrency?: number
}

export interface RunningWorker {
  /** Claims no more, and waits for the answers that are out (bounded by the call's time-outs). */
  stop(): Promise<void>
}

/** A named event (`credit.applied`) with its fields: no sentences, no personal data, numbers where there are some. */
export type Log = (event: string, fields: Record<string, unknown>, level?: LogLevel) => void

/** `info` where none is given; `error`: somebody should act. */
export type LogLevel = 'info' | 'warn' | 'error'

export interface CreditOptions {
  store: Store
  cafe24: Cafe24Client
  tokenKeys: TokenKeys
  /** This machine's clock, for how long an answered refresh lay in its journal. All other times are the database's. */
  clock?: () => Date
  /** 0 … 1, for jitter. */
  random?: () => number
  log?: Log
  /** Where an answered refresh is put down, sealed, until the store has it; a folder of this machine's temporary one. */
  journalFolder?: string
  timing?: Partial<Timing>
  /** Calls of Cafe24 for one mall in any one second at most, 2 or more; 10. */
  callsPerSecond?: number
  /** For crash tests: awaited at each named point. */
  crashpoint?: (name: string) => void | Promise<void>
}
