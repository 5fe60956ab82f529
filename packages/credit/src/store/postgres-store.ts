import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { pgTypes } from './int8.ts'
import { createListener } from './postgres-listener.ts'
import { preparing } from './prepared.ts'
import { checkSession, prepareSession } from './session.ts'
import type { CreditTables } from '../tables/tables.ts'
import { proveWrite } from './prove-write.ts'
import type { Store, StoreOptions } from './store.ts'

/** A connection older than this is replaced: it may lead to a machine that is no longer the primary. */
const LIFETIME_SECONDS = 30 * 60

export async function openPostgresStore(databaseUrl: string, options: StoreOptions): Promise<Store> {
  await checkSession(databaseUrl)
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.poolSize ?? 10,
    keepAlive: true,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    onConnect: prepareSession,
    types: pgTypes(pg.types) as pg.CustomTypesConfig,
  })
  // An idle connection that the server closes is dropped by the pool; unheard, the event would end the process.
  const onLost = (error: Error) => options.log?.('store.connection-lost', { message: error.message })
  pool.on('error', onLost)
  // So does one that is lost between two statements of a transaction; the next statement then fails, which is heard.
  pool.on('connect', (client) => client.on('error', onLost))
  const db = new Kysely<CreditTables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  const listener = createListener(databaseUrl, options)
  return {
    kind: 'postgres',
    db,
    listen: listener.listen,
    proveWrite: () => proveWrite(db),
    async close() {
      await listener.close()
      await db.destroy()
      if (!pool.ended) await pool.end()
    },
  }
}
