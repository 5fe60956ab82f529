import type { Context } from 'hono'
import type { Kysely } from 'kysely'
import type { Media } from '../media/media.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { Secrets } from '../kernel/secrets.ts'
import type { ChangedLimits } from './limits.ts'
import type { CreditResults } from './ports.ts'
import type { Partners } from './provider/partners.ts'
import type { SandboxTables } from './sandbox/sandbox-tables.ts'
import type { PointhubTables } from './tables.ts'

export type PointhubDb = Kysely<PointhubTables>

export type Clock = () => Date

/** Cryptographically strong bytes. */
export type Random = (bytes: number) => Uint8Array

/** Named events with fields; never names, phones, tokens. */
export interface Log {
  info(fields: object, event: string): void
  warn(fields: object, event: string): void
  error(fields: object, event: string): void
}

/** PostgreSQL's LISTEN; gives back how to stop. */
export type Listen = (
  channel: string,
  handler: (payload: string) => void,
) => Promise<() => Promise<void> | void>

/** Tells whose token a storefront's script was given (`getEncryptedMemberId`); null: not a genuine one. */
export type MemberTokenCheck = (media: Media, token: string) => Promise<string | null>

export interface PointhubOptions {
  db: Kysely<PointhubTables & SandboxTables>
  media: MediaStore
  credits: CreditResults
  /** Calls our own RETURN URLs. */
  fetch: typeof fetch
  /** Calls the RETURN URLs that merchants named. Where real points move, it must not reach into private networks. */
  fetchOutside: typeof fetch
  clock: Clock
  random: Random
  secrets: Secrets
  /** The public origin, without a trailing slash. */
  origin: string
  log: Log
  listen: Listen
  /** The popup app as Vite built it. */
  popupDist: string
  /** The caller's network address, for throttling. Left out: the socket's. */
  clientAddress?: (context: Context) => string
  /** Whether a media's mall could be credited now. Left out: every media could. */
  isReady?: (media: Media) => Promise<boolean>
  /** Left out: a media that demands `cafe24-token` proof lets nobody in. */
  memberTokenCheck?: MemberTokenCheck
  /** For live media; `sandbox`: played, with their books in this database; null: there are none, and live media have no popup here. */
  partners: Partners | 'sandbox' | null
  /** The settings without which live media have no popup here, for the page that says so. */
  missingSettings?: readonly string[]
  /** Opens `/pointhub/_sandbox`, where tests make partners slow or failing. Never in production. */
  sandboxControl?: boolean
  /** Where they differ from `defaultLimits` (limits.ts). */
  limits?: ChangedLimits
  /** How often a silent event stream says that it lives, ms. */
  heartbeatMs?: number
  /** How often due retries and crashed work are looked for, ms. */
  sweepMs?: number
}
