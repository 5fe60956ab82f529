import type { ServiceView, UnusualKind } from '@pointpay/contracts'
import type { Cafe24Client, Credits, CreditTables } from '@pointpay/credit'
import type { Context } from 'hono'
import type { Kysely } from 'kysely'
import type { MediaStore } from '../media/media-store.ts'
import type { MediaTables } from '../media/tables.ts'
import type { Clock, Listen, Log, Random } from '../pointhub/deps.ts'
import type { PointhubTables } from '../pointhub/index.ts'
import type { Secrets } from '../kernel/secrets.ts'
import type { ReturnAnswerKind } from './return/answers.ts'
import type { Sdk } from './sdk/load-sdk.ts'
import type { SolutionTables } from './tables.ts'

/** The solution reads pointhub's conversions, to know which of them began in our popup, and the ledger's sums of a day. */
export type SolutionDb = Kysely<SolutionTables & MediaTables & PointhubTables & CreditTables>

export interface SolutionOptions {
  db: SolutionDb
  media: MediaStore
  credits: Credits
  cafe24: Cafe24Client
  sdk: Sdk
  listen: Listen
  clock: Clock
  random: Random
  /** The same for every process. */
  secrets: Secrets
  /** The public origin, without a trailing slash. */
  origin: string
  log: Log
  /** The caller's network address. */
  clientAddress: (context: Context) => string
  /** Whether live media have our own popup here, and whether its partners are played. */
  service: ServiceView
  /** Told of each RETURN URL call, for metrics. */
  onReturnAnswer: (kind: ReturnAnswerKind) => void
  /** Told of what is unusual about RETURN URL calls, for metrics. */
  onUnusual: (kind: UnusualKind) => void
}
