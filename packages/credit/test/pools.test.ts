import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { migrateCredit, openStore, type Store, type StoreOptions } from '../src/index.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

async function open(options: StoreOptions): Promise<Store> {
  const store = await openStore({ databaseUrl: postgres.databaseUrl }, options)
  onTestFinished(() => store.close())
  return store
}

/** A lock that every `waitForLock` waits for until it is let go. */
async function holdLock(): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: postgres.databaseUrl })
  await holder.connect()
  await holder.query('select pg_advisory_lock(7)')
  return () => holder.end()
}
const waitForLock = (store: Store) => sql`select pg_advisory_lock_shared(7)`.execute(store.db)

async function backendOf(store: Store): Promise<number> {
  // Long enough that work at the same time takes another connection.
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.05)`.execute(
    store.db,
  )
  return rows[0]!.pid
}

const many = <Result>(count: number, work: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, work))

test('statements that all wait on one pool hold up no other', async () => {
  const store = await open({ poolSize: 2, pools: { slow: 2, quick: 1 } })
  const letGo = await holdLock()
  let done = 0
  const waiting = many(6, () =>
    store.onPool('slow', async () => {
      await waitForLock(store)
      done += 1
    }),
  )
  await many(10, () => store.onPool('quick', () => backendOf(store)))
  await many(10, () => backendOf(store))
  expect(done).toBe(0)
  await letGo()
  await waiting
  expect(done).toBe(6)
})

test('all that the work awaits stays on its pool, which opens no more connections than it may', async () => {
  const store = await open({ poolSize: 3, pools: { two: 2, one: 1 } })
  const later = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    const first = await backendOf(store)
    await store.db.transaction().execute(async () => {})
    return [first, await backendOf(store)]
  }
  const [two, one, own] = await Promise.all([
    many(8, () => store.onPool('two', later)),
    many(4, () => store.onPool('two', () => store.onPool('one', later))),
    many(8, later),
  ])
  const [ofTwo, ofOne, ofOwn] = [two, one, own].map((pids) => new Set(pids.flat())) as [
    Set<number>,
    Set<number>,
    Set<number>,
  ]
  expect([ofTwo.size, ofOne.size, ofOwn.size]).toEqual([2, 1, 3])
  expect(new Set([...ofTwo, ...ofOne, ...ofOwn]).size).toBe(6)
})

test('connections of every pool are prepared alike', async () => {
  await (
    await open({})
  ).db
    .transaction()
    .execute((trx) => sql`alter database pointpay set TimeZone = 'Asia/Seoul'`.execute(trx))
  const store = await open({ pools: { more: 1 } })
  const { rows } = await store.onPool('more', () =>
    sql`select current_setting('TimeZone') as zone, 5::bigint as five`.execute(store.db),
  )
  expect(rows).toEqual([{ zone: 'UTC', five: 5 }])
})

test('closing the store ends the connections of every pool, used or not', async () => {
  const watcher = await open({ poolSize: 1 })
  const others = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(watcher.db)
    return rows[0]!.count
  }
  const store = await openStore({ databaseUrl: postgres.databaseUrl }, { pools: { used: 2, unused: 2 } })
  await store.onPool('used', () => backendOf(store))
  await backendOf(store)
  expect(await others()).toBe(2)
  await store.close()
  await expect.poll(others).toBe(0)
})

test('a pool that the store was not opened with is named, with those that there are', async () => {
  const store = await open({ pools: { slow: 1, quick: 1 } })
  expect(() => store.onPool('quik', () => {})).toThrow(
    'The store has no pool "quik"; it was opened with: slow, quick',
  )
})

test('on PGlite the work runs on the one connection', async () => {
  const store = await openStore({ memory: true }, { pools: { quick: 2 } })
  onTestFinished(() => store.close())
  await migrateCredit(store)
  expect(await store.onPool('quick', () => store.proveWrite().then(() => 'written'))).toBe('written')
  expect(() => store.onPool('slow', () => {})).toThrow('The store has no pool "slow"')
})
