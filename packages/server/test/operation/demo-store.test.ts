import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@pointpay/credit'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureDemo, readSettings, startService, StoreRefused } from '../../src/index.ts'
import { succeed } from '../cli/support/pointpay.ts'
import { settingsEnv } from '../support/service.ts'
import { ServiceProcess } from '../support/service-process.ts'

/** On a busy machine, to make an embedded store takes many seconds. */
const EMBEDDED_TIMEOUT_MS = 120_000

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Settings that name a folder in which nothing is yet. */
async function newFolder(): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-store-'))
  folders.push(folder)
  return {
    ...settingsEnv(await freePort(), 'http://127.0.0.1:1'),
    POINTPAY_DATA: join(folder, 'pointpay'),
    POINTPAY_LOG_LEVEL: 'silent',
  }
}

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

let databases = 0

/** Settings that name a database without a table. */
async function newDatabase(): Promise<Record<string, string>> {
  databases += 1
  const server = await openStore({ databaseUrl: postgres.databaseUrl })
  await sql`create database ${sql.id(`demo${databases}`)}`.execute(server.db)
  await server.close()
  return { ...(await newFolder()), DATABASE_URL: postgres.databaseUrl.replace(/\/\w+$/, `/demo${databases}`) }
}

type Env = Record<string, string>

async function inStore<Seen>(env: Env, look: (db: Parameters<typeof tablesOf>[0]) => Promise<Seen>) {
  const { databaseUrl, dataFolder } = readSettings(env)
  const store = await openStore(databaseUrl ? { databaseUrl } : { folder: dataFolder })
  try {
    return await look(store.db)
  } finally {
    await store.close()
  }
}

async function tablesOf(db: Awaited<ReturnType<typeof openStore>>['db']): Promise<string[]> {
  const { rows } = await sql<{ table_name: string }>`
    select table_name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  return rows.map(({ table_name }) => table_name)
}

const runOnce = async (env: Env, demo: boolean) => (await startService(readSettings(env), { demo })).close()

/** As `start` does it, accounts included. */
async function runDemo(env: Env): Promise<void> {
  const service = await startService(readSettings(env), { demo: true })
  await ensureDemo(service, { simulatorOrigin: 'http://127.0.0.1:4310', popup: 'own' })
  await service.close()
}

async function refusal(env: Env, demo: boolean): Promise<string> {
  const error: unknown = await runOnce(env, demo).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StoreRefused)
  return (error as StoreRefused).message
}

describe.each([
  { kind: 'the embedded store', aStore: newFolder },
  { kind: 'PostgreSQL', aStore: newDatabase },
])('on $kind', { timeout: EMBEDDED_TIMEOUT_MS }, ({ aStore }) => {
  test('a demo is refused on tables that it did not make, and touches nothing', async () => {
    const env = await aStore()
    await inStore(env, (db) =>
      sql`create table demo_store as select 'Gangnam'::text as city union all select 'Mapo'`.execute(db),
    )
    const message = await refusal(env, true)
    expect(message).toContain('was not made by `start` as a demo')
    expect(message).toContain('Nothing was changed')
    expect(message).toContain('DATABASE_URL')
    expect(message).toContain('POINTPAY_DATA')
    await inStore(env, async (db) => {
      expect(await tablesOf(db)).toEqual(['demo_store'])
      const { rows } = await sql<{ city: string }>`select city from demo_store order by city`.execute(db)
      expect(rows.map(({ city }) => city)).toEqual(['Gangnam', 'Mapo'])
    })
  })

  test('a demo runs again on its store, and production is refused its published accounts', async () => {
    const env = await aStore()
    await runDemo(env)
    const message = await refusal(env, false)
    expect(message).toContain('published demo accounts: demo, operator')
    for (const login of ['demo', 'operator']) {
      expect(message).toContain(`pointpay account password ${login}`)
      expect(message).toContain(`pointpay account disable ${login}`)
    }
    await runDemo(env)
  })
})

test('once the command has closed the published accounts, the store is for production and no demo’s any more', async () => {
  const env = await newDatabase()
  await runDemo(env)
  await succeed(env, ['account', 'disable', 'demo'])
  expect(await refusal(env, false)).toContain('published demo accounts: operator')
  await succeed(env, ['account', 'password', 'operator', '--password-stdin'], 'a password of our own\n')
  await runOnce(env, false)
  expect(await refusal(env, true)).toContain('was not made by `start` as a demo')
})

test('of two demos that start at once on one empty PostgreSQL, both run', async () => {
  const env = await newDatabase()
  const start = async () => startService(readSettings({ ...env, POINTPAY_PORT: '0' }), { demo: true })
  const both = await Promise.all([start(), start()])
  const ready = await Promise.all(both.map(({ port }) => fetch(`http://127.0.0.1:${port}/readyz`)))
  expect(ready.map(({ status }) => status)).toEqual([200, 200])
  await Promise.all(both.map((service) => service.close()))
})

test('the production entry says why it refuses a store, without a stack', async () => {
  const env = await newDatabase()
  await runDemo(env)
  const process = new ServiceProcess(env)
  expect(await process.exited).toBe(1)
  expect(process.stderr).toMatch(/^This store holds published demo accounts/)
  expect(process.stderr).not.toContain('    at ')
})
