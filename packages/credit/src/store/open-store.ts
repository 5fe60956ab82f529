import { openPgliteStore } from './pglite-store.ts'
import { openPostgresStore } from './postgres-store.ts'
import type { Store, StoreAddress, StoreOptions } from './store.ts'

/** Opens the store. Its tables are the business of `migrate` and `migrateCredit`. */
export function openStore(address: StoreAddress, options: StoreOptions = {}): Promise<Store> {
  if ('databaseUrl' in address) return openPostgresStore(address.databaseUrl, options)
  return openPgliteStore('folder' in address ? address.folder : null, options)
}
