import type { Kysely } from 'kysely'
import { Migrator, type MigrationProvider } from 'kysely/migration'
import type { Store } from './store.ts'

/**
 * Brings the tables up to date. Kysely holds PostgreSQL's advisory lock meanwhile, so any number of processes may start at
 * once. Each set of migrations keeps its own list in `tableName`.
 */
export async function migrate(store: Store, provider: MigrationProvider, tableName: string): Promise<void> {
  const migrator = new Migrator({
    db: store.db as unknown as Kysely<unknown>,
    provider,
    migrationTableName: tableName,
    migrationLockTableName: `${tableName}_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (!error) return
  const failed = results?.find((result) => result.status === 'Error')
  throw new Error(
    `Migration ${failed?.migrationName ?? `of ${tableName}`} failed; the ones before it stand`,
    {
      cause: error,
    },
  )
}
