import type { Kysely } from 'kysely'
import type { CreditTables } from '../tables/tables.ts'

/**
 * A PostgreSQL, embedded or not, behind one query builder. `bigint` comes back as a number and `timestamptz` as a `Date`
 * from both kinds.
 *
 * On `pglite` there is one connection: inside `db.transaction()`, use the transaction alone, for a query on `db` would wait
 * for the transaction to end.
 */
export interface Store {
  kind: 'postgres' | 'pglite'
  /** `store.db.withTables<…>()` for tables of one's own. */
  db: Kysely<CreditTables>
  /**
   * PostgreSQL's LISTEN, which outlives a lost connection: it listens again as soon as the database is back. What was
   * notified meanwhile is lost, so a listener must also look by itself from time to time. Gives back how to stop.
   */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>
  /**
   * Runs work on one of {@link StoreOptions.pools}: all its statements, and those of whatever it awaits, take their connections
   * there. So slow work of one kind cannot take the connections away from another kind. Work within it may name another pool.
   * What was bound to its own context before (`AsyncLocalStorage.bind`) stays there. On PGlite it only runs the work.
   *
   * @example
   * await store.onPool('reports', () => credits.ledger.find({ state: 'unknown' }))
   */
  onPool<Result>(name: string, work: () => Result): Result
  /** Writes a row and commits it. Rejects where the store does not take writes, e.g. on a standby. */
  proveWrite(): Promise<void>
  close(): Promise<void>
}

export type StoreAddress =
  /** Any PostgreSQL from 15 on, directly or behind a pooler that gives each connection a backend of its own. */
  | { databaseUrl: string }
  /** PGlite in this folder, which one process may hold at a time. */
  | { folder: string }
  /** PGlite in memory, for tests. */
  | { memory: true }

export interface StoreOptions {
  /** Connections to PostgreSQL at most; 10. PGlite always has one. */
  poolSize?: number
  /** More pools on the same address: names, and connections at most. See {@link Store.onPool}. */
  pools?: Readonly<Record<string, number>>
  /** Told of a lost connection (`store.connection-lost`), which heals by itself. */
  log?: (event: string, fields: Record<string, unknown>) => void
}
