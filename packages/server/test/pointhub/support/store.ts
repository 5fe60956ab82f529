import { createRequire } from 'node:module'
import { Kysely, PGliteDialect, type PGliteDialectConfig } from 'kysely'
import { Migrator } from 'kysely/migration'
import { mediaMigrations } from '../../../src/media/migrations.ts'
import type { MediaTables } from '../../../src/media/tables.ts'
import type { Listen } from '../../../src/pointhub/deps.ts'
import { pointhubMigrations, type PointhubTables } from '../../../src/pointhub/index.ts'
import type { SandboxTables } from '../../../src/pointhub/sandbox/sandbox-tables.ts'

export type AllTables = MediaTables & PointhubTables & SandboxTables

export interface TestStore {
  db: Kysely<AllTables>
  listen: Listen
  close(): Promise<void>
}

/** A store of its own in memory. */
export async function aPgliteStore(): Promise<TestStore> {
  const load = createRequire(new URL('../../../../credit/package.json', import.meta.url))
  const { PGlite } = load('@electric-sql/pglite') as {
    PGlite: new () => PGliteDialectConfig['pglite'] & { listen: Listen }
  }
  const pglite = new PGlite()
  const db = new Kysely<AllTables>({ dialect: new PGliteDialect({ pglite }) })
  await migrate(db)
  return {
    db,
    listen: (channel, handler) => pglite.listen(channel, handler),
    close: () => db.destroy(),
  }
}

export async function migrate(db: Kysely<AllTables>): Promise<void> {
  const migrations = { ...mediaMigrations, ...pointhubMigrations }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
