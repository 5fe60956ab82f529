import { startPostgres as startEmptyPostgres } from '@pointpay/testkit/postgres'
import { migrateCredit, openStore, type Store } from '../../src/index.ts'

export interface TestDatabase {
  /** One more process's own connection. Of PGlite there is one for all. */
  open(): Promise<Store>
  /** Null: PGlite. */
  databaseUrl: string | null
  close(): Promise<void>
}

/** Every suite of the ledger runs over both. */
export const stores: { name: string; start: () => Promise<TestDatabase> }[] = [
  { name: 'PGlite', start: startPglite },
  { name: 'PostgreSQL', start: startPostgres },
]

async function startPglite(): Promise<TestDatabase> {
  const store = await openStore({ memory: true })
  await migrateCredit(store)
  return {
    databaseUrl: null,
    open: async () => ({ ...store, close: async () => {} }),
    close: () => store.close(),
  }
}

/** A real PostgreSQL with the ledger's tables. */
export async function startPostgres(): Promise<TestDatabase> {
  const { databaseUrl, stop } = await startEmptyPostgres()
  const store = await openStore({ databaseUrl })
  await migrateCredit(store)
  await store.close()
  return { databaseUrl, open: () => openStore({ databaseUrl }), close: stop }
}
