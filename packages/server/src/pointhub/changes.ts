import { sql, type Kysely } from 'kysely'
import type { Listen } from './deps.ts'
import type { CreditResults } from './ports.ts'

const SESSION_CHANNEL = 'pointhub_session'
const POSTBACK_CHANNEL = 'pointhub_postback'

/** Inside a transaction: delivered to every process when, and only if, it commits. */
export async function announceSession<DB>(db: Kysely<DB>, sessionId: string): Promise<void> {
  await sql`select pg_notify(${SESSION_CHANNEL}, ${sessionId})`.execute(db)
}

export async function announcePostback<DB>(db: Kysely<DB>): Promise<void> {
  await sql`select pg_notify(${POSTBACK_CHANNEL}, '')`.execute(db)
}

export function listenForPostbacks(listen: Listen, wake: () => void) {
  return listen(POSTBACK_CHANNEL, wake)
}

export interface Watcher {
  sessionId: string
  /** The conversion whose credit this watcher also wants to hear of, once there is one. */
  transactionNumber: string | null
  changed(): void
  /** The service stops. */
  closed(): void
}

/** Tells open event streams that their session, or its credit, has changed in whichever process. */
export interface SessionChanges {
  watch(watcher: Watcher): Promise<() => void>
  close(): Promise<void>
}

export function createSessionChanges(listen: Listen, credits: CreditResults): SessionChanges {
  const watchers = new Set<Watcher>()
  let stopListening: Promise<() => Promise<void> | void> | null = null
  let stopCredits: (() => void) | null = null

  function startListening() {
    stopCredits ??= credits.onChange(({ transactionNumber }) => {
      for (const watcher of watchers) if (watcher.transactionNumber === transactionNumber) watcher.changed()
    })
    stopListening ??= listen(SESSION_CHANNEL, (sessionId) => {
      for (const watcher of watchers) if (watcher.sessionId === sessionId) watcher.changed()
    }).catch((error: unknown) => {
      stopListening = null // The next stream tries again.
      throw error
    })
    return stopListening
  }

  return {
    async watch(watcher) {
      await startListening()
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    async close() {
      for (const watcher of watchers) watcher.closed()
      watchers.clear()
      stopCredits?.()
      const stop = await stopListening
      stopCredits = null
      stopListening = null
      await stop?.()
    },
  }
}
