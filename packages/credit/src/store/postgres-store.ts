import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { pgTypes } from './int8.ts'
import { createListener } from './postgres-listener.ts'
import { preparing } from './prepared.ts'
import type { CreditTables } from '../tables/tables.ts'
import type { Store, StoreOptions } from './store.ts'

/**
 * A machine that vanishes in the middle of a transaction leaves PostgreSQL a connection that looks alive for hours, with the malls
 * that it was claiming locked. Ours last some ms, so one that stands still for so long has nobody left.
 */
const IDLE_TRANSACTION_MS = 20_000

export async function openPostgresStore(databaseUrl: string, options: StoreOptions): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.poolSize ?? 10,
    keepAlive: true,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
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
    async close() {
      await listener.close()
      await db.destroy()
      if (!pool.ended) await pool.end()
    },
  }
}
