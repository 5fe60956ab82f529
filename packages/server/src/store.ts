import { join } from 'node:path'
import { type CreditTables, migrate, migrateCredit, openStore, type Log, type Store } from '@pointpay/credit'
import type { Kysely } from 'kysely'
import { type ConsoleTables, consoleMigrations } from './console/index.ts'
import { mediaMigrations } from './media/migrations.ts'
import type { MediaTables } from './media/tables.ts'
import { pointhubMigrations, type PointhubTables } from './pointhub/index.ts'
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

/** Opens the store and brings every part's tables up to date; several processes may at once, for each set is under a lock. */
export async function openServerStore(
  settings: Pick<Settings, 'databaseUrl' | 'dataFolder'>,
  log?: Log,
): Promise<ServerStore> {
  const { databaseUrl, dataFolder } = settings
  const store = await openStore(
    databaseUrl ? { databaseUrl } : { folder: join(dataFolder) },
    log ? { log } : {},
  )
  try {
    await migrateCredit(store)
    // A list each: in one, the next migration of a part would have to come after those of all others by name. The console's
    // come last, for they index the others' tables.
    await migrate(store, { getMigrations: async () => mediaMigrations }, 'media_migrations')
    await migrate(store, { getMigrations: async () => pointhubMigrations }, 'pointhub_migrations')
    await migrate(store, { getMigrations: async () => solutionMigrations }, 'solution_migrations')
    await migrate(store, { getMigrations: async () => consoleMigrations }, 'console_migrations')
  } catch (error) {
    await store.close()
    throw error
  }
  return { store, db: store.db as unknown as Kysely<ServerTables> }
}
