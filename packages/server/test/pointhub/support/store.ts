import { createRequire } from 'node:module'
import { startPostgres } from '@pointpay/testkit/postgres'
import {
  Kysely,
  PGliteDialect,
  type PGliteDialectConfig,
  PostgresDialect,
  type PostgresDialectConfig,
  sql,
} from 'kysely'
import { Migrator } from 'kysely/migration'
import { pgTypes } from '../../../../credit/src/store/int8.ts'
import { mediaMigrations } from '../../../src/media/migrations.ts'
import type { MediaTables } from '../../../src/media/tables.ts'
import type { Listen } from '../../../src/pointhub/deps.ts'
import { pointhubMigrations, type PointhubTables } from '../../../src/pointhub/index.ts'
import type { SandboxTables } from '../../../src/pointhub/sandbox/sandbox-tables.ts'
import { sealer } from './sealer.ts'

export type AllTables = MediaTables & PointhubTables & SandboxTables

export interface TestStore {
  db: Kysely<AllTables>
  listen: Listen
  /** Empties every table. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** The drivers belong to the credit package. */
const load = createRequire(new URL('../../../../credit/package.json', import.meta.url))

/** A store of its own in memory. */
export async function aPgliteStore(): Promise<TestStore> {
  const { PGlite } = load('@electric-sql/pglite') as {
    PGlite: new () => PGliteDialectConfig['pglite'] & { listen: Listen }
  }
  const pglite = new PGlite()
  const db = new Kysely<AllTables>({ dialect: new PGliteDialect({ pglite }) })
  await migrate(db)
  return {
    db,
    listen: (channel, handler) => pglite.listen(channel, handler),
    clear: () => clear(db),
    close: () => db.destroy(),
  }
}

interface Notification {
  channel: string
  payload?: string
}

interface PgClient {
  connect(): Promise<void>
  query(text: string): Promise<unknown>
  end(): Promise<void>
  on(event: 'notification', handler: (message: Notification) => void): void
  off(event: 'notification', handler: (message: Notification) => void): void
}

/** A store on a running PostgreSQL. */
export async function aPostgresStore(connectionString: string): Promise<TestStore> {
  const pg = load('pg') as {
    Pool: new (options: object) => NonNullable<PostgresDialectConfig['pool']> & {
      on(event: 'error', handler: () => void): void
    }
    Client: new (options: object) => PgClient
    types: Parameters<typeof pgTypes>[0]
  }
  const pool = new pg.Pool({ connectionString, max: 10, types: pgTypes(pg.types) })
  pool.on('error', () => {}) // The server may end before the last idle connection does.
  const db = new Kysely<AllTables>({ dialect: new PostgresDialect({ pool }) })
  await migrate(db)
  const listener = new pg.Client({ connectionString })
  await listener.connect()
  return {
    db,
    async listen(channel, handler) {
      const onMessage = (message: Notification) => {
        if (message.channel === channel) handler(message.payload ?? '')
      }
      listener.on('notification', onMessage)
      await listener.query(`listen ${channel}`)
      return () => void listener.off('notification', onMessage)
    },
    clear: () => clear(db),
    async close() {
      await listener.end()
      await db.destroy()
    },
  }
}

/** A store on a PostgreSQL of its own, which ends with it. */
export async function aPostgresStoreOfItsOwn(): Promise<TestStore> {
  const server = await startPostgres()
  const store = await aPostgresStore(server.databaseUrl)
  return {
    ...store,
    async close() {
      await store.close()
      await server.stop()
    },
  }
}

async function migrate(db: Kysely<AllTables>): Promise<void> {
  const migrations = { ...mediaMigrations(sealer), ...pointhubMigrations }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

async function clear(db: Kysely<AllTables>): Promise<void> {
  await sql`
    truncate media, media_key, pointhub_session, pointhub_identity, pointhub_count, pointhub_conversion, pointhub_postback,
      pointhub_history, sandbox_account, sandbox_hold, sandbox_entry, sandbox_control`.execute(db)
}
