import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { choosePool } from './choose-pool.ts'
import { pgTypes } from './int8.ts'
import { createListener } from './postgres-listener.ts'
import { preparing } from './prepared.ts'
import { checkSession, prepareSession } from './session.ts'
import type { CreditTables } from '../tables/tables.ts'
import { proveWrite } from './prove-write.ts'
import type { Store, StoreOptions } from './store.ts'

const DEFAULT_POOL_SIZE = 10
/** A connection older than this is replaced: it may lead to a machine that is no longer the primary. */
const LIFETIME_SECONDS = 30 * 60

export async function openPostgresStore(databaseUrl: string, options: StoreOptions): Promise<Store> {
  await checkSession(databaseUrl)
  const own = openPool(databaseUrl, options.poolSize ?? DEFAULT_POOL_SIZE, options)
  const others = Object.entries(options.pools ?? {}).map(
    ([name, max]) => [name, openPool(databaseUrl, max, options)] as const,
  )
  const { pool, onPool } = choosePool(
    preparing(own),
    new Map(others.map(([name, other]) => [name, preparing(other)])),
  )
  const db = new Kysely<CreditTables>({ dialect: new PostgresDialect({ pool }) })
  const listener = createListener(databaseUrl, options)
  return {
    kind: 'postgres',
    db,
    onPool,
    listen: listener.listen,
    proveWrite: () => proveWrite(db),
    async close() {
      await listener.close()
      await db.destroy()
      // Kysely ends what it has used.
      await Promise.all([own, ...others.map(([, other]) => other)].map((each) => each.ended || each.end()))
    },
  }
}

function openPool(databaseUrl: string, max: number, { log }: StoreOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    keepAlive: true,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    onConnect: prepareSession,
    types: pgTypes(pg.types) as pg.CustomTypesConfig,
  })
  // An idle connection that the server closes is dropped by the pool; unheard, the event would end the process.
  const onLost = (error: Error) => log?.('store.connection-lost', { message: error.message })
  pool.on('error', onLost)
  // So does one that is lost between two statements of a transaction; the next statement then fails, which is heard.
  pool.on('connect', (client) => client.on('error', onLost))
  return pool
}
