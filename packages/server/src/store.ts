import {
  createSecretSealer,
  type CreditTables,
  type Log,
  makePrivateFolder,
  migrate,
  migrateCredit,
  openStore,
  type Store,
} from '@pointpay/credit'
import type { Kysely } from 'kysely'
import { type ConsoleTables, consoleMigrations } from './console/index.ts'
import { mediaMigrations } from './media/migrations.ts'
import type { MediaTables } from './media/tables.ts'
import { pointhubMigrations, type PointhubTables } from './pointhub/index.ts'
import { BACKGROUND_CONNECTIONS, pools } from './pools.ts'
import type { SandboxTables } from './pointhub/sandbox/sandbox-tables.ts'
import type { Settings } from './settings.ts'
import { solutionMigrations, type SolutionTables } from './solution/index.ts'

export type ServerTables = MediaTables &
  PointhubTables &
  SandboxTables &
  SolutionTables &
  ConsoleTables &
  CreditTables

export interface ServerStore {
  store: Store
  db: Kysely<ServerTables>
}

export interface ServerStoreOptions {
  log?: Log
  /** Looks at the store as it was found. Where it throws, the store is closed and not migrated. */
  beforeMigrating?: (db: Store['db']) => Promise<void>
}

/** Opens the store and updates the tables of every part. Several processes may do so at once: each set is under a lock. */
export async function openServerStore(
  { databaseUrl, dataFolder, tokenKeys }: Pick<Settings, 'databaseUrl' | 'dataFolder' | 'tokenKeys'>,
  { log, beforeMigrating }: ServerStoreOptions = {},
): Promise<ServerStore> {
  const sealer = createSecretSealer(tokenKeys)
  // The token journal lies there, also where the store does not.
  makePrivateFolder(dataFolder)
  const store = await openStore(databaseUrl ? { databaseUrl } : { folder: dataFolder }, {
    poolSize: BACKGROUND_CONNECTIONS,
    pools,
    ...(log && { log }),
  })
  try {
    await beforeMigrating?.(store.db)
    await migrateCredit(store)
    // A list each: in one, the next migration of a part would have to come after those of all others by name. The console's
    // come last, for they index the others' tables.
    await migrate(store, { getMigrations: async () => mediaMigrations(sealer) }, 'media_migrations')
    await migrate(store, { getMigrations: async () => pointhubMigrations }, 'pointhub_migrations')
    await migrate(store, { getMigrations: async () => solutionMigrations }, 'solution_migrations')
    await migrate(store, { getMigrations: async () => consoleMigrations }, 'console_migrations')
  } catch (error) {
    await store.close()
    throw error
  }
  return { store, db: store.db as unknown as Kysely<ServerTables> }
}
