import { hasPgBouncer, startPgBouncer } from '@pointpay/testkit/pgbouncer'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createCafe24Client, createCredit, migrateCredit, openStore, type Store } from '../src/index.ts'
import { type SimulatedMalls, setUpMall, startSimulatedMalls } from './support/simulated-malls.ts'
import { quick, quickTimeouts } from './support/timing.ts'
import { aCredit, tokenKeys } from './support/world.ts'

let postgres: Postgres
let malls: SimulatedMalls
beforeAll(async () => {
  ;[postgres, malls] = await Promise.all([startPostgres(), startSimulatedMalls()])
})
afterAll(async () => {
  await Promise.all([postgres.stop(), malls.close()])
})

let databases = 0

/** A database of its own on the same server; gives its address. */
async function aDatabase(options = '', settings: string[] = []): Promise<string> {
  databases += 1
  const name = `store${databases}`
  const admin = new pg.Client({ connectionString: postgres.databaseUrl })
  await admin.connect()
  await admin.query(`create database ${name} ${options}`)
  for (const setting of settings) await admin.query(`alter database ${name} set ${setting}`)
  await admin.end()
  const url = new URL(postgres.databaseUrl)
  url.pathname = name
  return url.toString()
}

async function open(databaseUrl: string): Promise<Store> {
  const store = await openStore({ databaseUrl })
  onTestFinished(() => store.close())
  await migrateCredit(store)
  return store
}

/** The state in which a credit ends that goes its whole way over this store. */
async function lastStateOver(store: Store): Promise<string | undefined> {
  const credits = await createCredit({
    store,
    cafe24: createCafe24Client({ origin: malls.origin, timeouts: quickTimeouts }),
    tokenKeys,
    timing: quick,
  })
  const worker = credits.worker.start()
  try {
    const mallId = await malls.add(['pointpay'])
    await setUpMall(credits, malls, mallId)
    const accepted = await credits.ledger.accept(aCredit(mallId))
    if (accepted.kind !== 'accepted') throw new Error(accepted.kind)
    const read = () => credits.ledger.byId(accepted.creditId)
    await expect.poll(async () => (await read())?.state, { timeout: 10_000 }).toBe('credited')
    const credit = await read()
    // A time that was written in one style and read in another would be months off.
    expect(Math.abs(credit!.creditedAt!.getTime() - Date.now())).toBeLessThan(60_000)
    return credit?.state
  } finally {
    await worker.stop()
    await credits.close()
  }
}

test.each([
  ['DateStyle', "DateStyle = 'German'"],
  ['another DateStyle', "DateStyle = 'SQL, DMY'"],
  ['a time zone', "TimeZone = 'Asia/Seoul'"],
  ['an isolation', "default_transaction_isolation = 'serializable'"],
  ['escapes in strings', 'standard_conforming_strings = off'],
])('a database that sets %s of its own changes nothing', async (_what, setting) => {
  expect(await lastStateOver(await open(await aDatabase('', [setting])))).toBe('credited')
})

test('a database that is not UTF-8 is refused at the start, with what to do', async () => {
  const databaseUrl = await aDatabase("encoding 'LATIN1' template template0 locale 'C'")
  await expect(openStore({ databaseUrl })).rejects.toThrow(
    "The database's server_encoding is LATIN1; this service relies on UTF8. Create the database with ENCODING 'UTF8'.",
  )
})

test('connections that turned read-only are replaced, and writing goes on', async () => {
  const store = await open(await aDatabase())
  // As on a primary that was a standby for a moment: every session of the pool keeps what it was told.
  await Promise.all(
    Array.from({ length: 10 }, () =>
      store.db.connection().execute(async (db) => {
        await sql`set default_transaction_read_only = on`.execute(db)
        await sql`select pg_sleep(0.1)`.execute(db)
      }),
    ),
  )
  const failures = []
  for (let each = 0; each < 20; each += 1)
    await store.proveWrite().catch((error: unknown) => failures.push(error))
  expect(failures.length).toBeGreaterThan(0)
  expect(failures.length).toBeLessThanOrEqual(10)
  await store.proveWrite()
})

test('behind a PgBouncer in session mode, with its defaults, credits go their way', async ({ skip }) => {
  skip(!hasPgBouncer(), 'no PgBouncer on this machine')
  const pooler = await startPgBouncer(await aDatabase(), 'session')
  onTestFinished(() => pooler.stop())
  expect(await lastStateOver(await open(pooler.databaseUrl))).toBe('credited')
})

test('behind a PgBouncer in transaction mode, the start is refused with what to do', async ({ skip }) => {
  skip(!hasPgBouncer(), 'no PgBouncer on this machine')
  const pooler = await startPgBouncer(await aDatabase(), 'transaction')
  onTestFinished(() => pooler.stop())
  await expect(openStore({ databaseUrl: pooler.databaseUrl })).rejects.toThrow(
    'DATABASE_URL leads to a pooler in transaction mode (PgBouncer: pool_mode = transaction)',
  )
})
