import type { ServiceView } from '@pointpay/contracts'
import type { Credits, CreditTables, SecretSealer } from '@pointpay/credit'
import type { Context } from 'hono'
import type { Kysely } from 'kysely'
import type { Secrets } from '../kernel/secrets.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { Clock, Listen, Log, Random } from '../pointhub/deps.ts'
import type { PointhubTables } from '../pointhub/index.ts'
import type { SetUp } from '../solution/ports.ts'
import type { LoginLimits } from './accounts/login-tries.ts'
import type { PointhubForConsole } from './ports.ts'
import type { ConsoleTables } from './tables.ts'

/** The console reads both halves' tables for its pages and sums; it writes its own alone. */
export type ConsoleDb = Kysely<ConsoleTables & CreditTables & PointhubTables>

export interface ConsoleOptions {
  db: ConsoleDb
  credits: Pick<Credits, 'ledger' | 'onChange'>
  pointhub: PointhubForConsole
  setUp: SetUp
  /** What runs in this service, told to everybody. */
  service: ServiceView
  media: MediaStore
  listen: Listen
  clock: Clock
  random: Random
  secrets: Secrets
  /** Seals what the console keeps of its accounts' second factors. */
  sealer: SecretSealer
  /** The public origin, without a trailing slash. */
  origin: string
  log: Log
  /** The caller's network address, for throttling. Left out: the socket's. */
  clientAddress?: (context: Context) => string
  /** How often a silent event stream says that it lives, ms. */
  heartbeatMs?: number | undefined
  /** Login tries in 15 minutes. */
  loginLimits?: Partial<LoginLimits>
  /** How often open refunds are looked for, ms. */
  sweepMs?: number
}
