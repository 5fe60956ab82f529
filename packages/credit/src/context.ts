import type { Kysely, Transaction } from 'kysely'
import type { Cafe24Client } from './cafe24/types.ts'
import type { CreditOptions, Log } from './credit-types.ts'
import type { SeenBeat } from './recovery/heartbeat.ts'
import type { Store } from './store/store.ts'
import type { CreditTables } from './tables/tables.ts'
import type { Timing } from './timing.ts'
import type { MallSecrets } from './tokens/mall-secrets.ts'
import type { BurstLimit } from './worker/budget.ts'

/** The effects and settings that every part of this package works with. */
export interface Context {
  store: Store
  db: Kysely<CreditTables>
  cafe24: Cafe24Client
  secrets: MallSecrets
  clock: () => Date
  random: () => number
  log: Log
  timing: Timing
  /** At most so many calls to one mall at once. */
  burst: BurstLimit
  seenBeat: SeenBeat
  crashpoint: NonNullable<CreditOptions['crashpoint']>
}

export type Trx = Transaction<CreditTables>
/** Either of the two, where a statement stands by itself. */
export type Db = Kysely<CreditTables>
