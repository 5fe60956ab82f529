export { createCafe24Client } from './cafe24/client.ts'
export { isGenuineLaunch } from './cafe24/launch.ts'
export { createCredit } from './create-credit.ts'
export type { BucketReading, Failure, FailureCode, Outcome } from './cafe24/outcome.ts'
export { isTestMall, ofLiveMalls } from './cafe24/test-mall.ts'
export { pointScopes, scriptTagScopes, shopScopes, type Scope } from './cafe24/scopes.ts'
export type {
  Cafe24Client,
  Cafe24ClientOptions,
  MallAccess,
  MallShop,
  NewScriptTag,
  PointRow,
  ScriptTag,
} from './cafe24/types.ts'
export type {
  CreditOptions,
  Credits,
  Ledger,
  Log,
  LogLevel,
  Malls,
  Recovery,
  RunningWorker,
  StoreStanding,
  Worker,
  WorkerOptions,
} from './credit-types.ts'
export type { AuditDifference, AuditReport } from './audit/audit-report.ts'
export type { PartState } from './ledger/machine.ts'
export type {
  AcceptResult,
  AvailableResult,
  ByHandAnswer,
  CancelRequest,
  CancelResult,
  Credit,
  CreditChange,
  CreditId,
  CreditQuery,
  DecideResult,
  Decision,
  HistoryLine,
  HistoryRow,
  NewCredit,
  Part,
  PartId,
  Review,
  ReviewKey,
  ReviewQuery,
  WholeState,
} from './ledger/types.ts'
export type {
  ConsentProblem,
  ConsentResult,
  MallRegistration,
  MallStatus,
  TokenResult,
} from './malls/types.ts'
export { migrate } from './store/migrate.ts'
export { openStore } from './store/open-store.ts'
export { prepared } from './store/prepared.ts'
export { makePrivateFolder } from './store/private-folder.ts'
export { StoreUnusable } from './store/session.ts'
export type { Store, StoreAddress, StoreOptions } from './store/store.ts'
export { migrateCredit } from './tables/migrations.ts'
export type { CreditTables } from './tables/tables.ts'
export { defaultTiming, type Timing } from './timing.ts'
export {
  createSealer as createSecretSealer,
  type Sealer as SecretSealer,
  type TokenKey,
  type TokenKeys,
} from './tokens/seal.ts'
