import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { termsIds } from '@pointpay/contracts'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectBooksInOrder, pointsOf } from './support/books.ts'
import { aNonce, digits, origin, view } from './support/browser.ts'
import { aMediaStore } from './support/media-store.ts'
import { aMerchant, type Merchant } from './support/merchant.ts'
import { aMedia, secrets } from './support/pointhub.ts'
import { aPostgresStore, type TestStore } from './support/store.ts'

let postgres: Postgres
let store: TestStore
let merchant: Merchant
const children = new Set<ChildProcess>()

beforeAll(async () => {
  postgres = await startPostgres()
  store = await aPostgresStore(postgres.databaseUrl)
  merchant = await aMerchant()
  await aMediaStore(store.db).add(aMedia({ returnUrl: merchant.returnUrl }))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await merchant.close()
  await store.close()
  await postgres.stop()
})

interface Server {
  address: string
  kill(): Promise<void>
}

/** A server process of its own. `aheadMs`: its clock, so that the leases of the dead are over. */
async function aServer(aheadMs: number): Promise<Server> {
  const script = new URL('support/pointhub-process.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, postgres.databaseUrl, secrets.current, String(aheadMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    address: `http://127.0.0.1:${Number(line.toString())}`,
    async kill() {
      children.delete(child)
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** One shopper's whole way over real HTTP. Rejects where the server dies. */
async function converts(address: string): Promise<void> {
  const cookies = new Map<string, string>()
  const call = async (method: string, path: string, body?: object, headers = {}) => {
    const response = await fetch(`${address}/pointhub/api${path}`, {
      method,
      headers: {
        origin,
        'content-type': 'application/json',
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        ...headers,
      },
      body: JSON.stringify(body),
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      cookies.set(name, value)
    }
    return view(response)
  }
  const opened = await call('POST', '/sessions', { aCode: 'shop', userId: 'shopper01', nonce: aNonce() })
  const at = `/sessions/${opened.id}`
  const sent = await call('POST', `${at}/identity`, { name: '홍길동', phone: `010${digits(8)}` })
  const code = sent.identity.status === 'sent' ? sent.identity.sandboxCode : null
  await call('POST', `${at}/identity/confirm`, { code })
  const { selection } = await call('PUT', `${at}/selection`, { kind: 'KT', points: 1_000 })
  const headers = { 'idempotency-key': crypto.randomUUID() }
  await call('POST', `${at}/conversions`, { ...selection, agreed: termsIds }, headers)
}

const statesOfAll = async () => {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from pointhub_conversion group by state`.execute(store.db)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

async function begunConversions(): Promise<number> {
  return Object.values(await statesOfAll()).reduce((sum, count) => sum + count, 0)
}

async function untilBegun(count: number): Promise<void> {
  while ((await begunConversions()) < count) await delay(1)
}

async function isSettledWithin(ms: number): Promise<boolean> {
  const untilMs = performance.now() + ms
  while (performance.now() < untilMs) {
    const states = Object.keys(await statesOfAll())
    if (states.every((state) => state === 'delivered' || state === 'failed')) return true
    await delay(50)
  }
  return false
}

test('servers killed in the middle of conversions, five times over, leave no point without its credit nor the reverse', async () => {
  const credited = new Set<string>()
  merchant.willCredit((number) => {
    if (credited.has(number)) return '202|-|거래번호 중복'
    credited.add(number)
    return '201'
  })
  let aheadMs = 0
  for (let round = 0; round < 5; round += 1) {
    const server = await aServer(aheadMs)
    const shoppers = Array.from({ length: 12 }, () => converts(server.address).catch(() => {}))
    await untilBegun((await begunConversions()) + 2 + 2 * round)
    await server.kill()
    await Promise.all(shoppers)
    aheadMs += 120_000
  }
  // Two at a time, as the dead were survived by others. A postback that was out when its process died is posted again a
  // minute after somebody noticed: to the next pair that minute is over.
  let settled = false
  for (let pair = 0; pair < 4 && !settled; pair += 1) {
    aheadMs += 120_000
    const survivors = [await aServer(aheadMs), await aServer(aheadMs)]
    await Promise.all(survivors.map(({ address }) => converts(address)))
    settled = await isSettledWithin(5_000)
    for (const survivor of survivors) await survivor.kill()
  }
  const states = await statesOfAll()
  expect([settled, states]).toEqual([true, states])
  expect(states['delivered']).toBeGreaterThan(0)
  const delivered = await store.db
    .selectFrom('pointhub_conversion')
    .select('transaction_number')
    .where('state', '=', 'delivered')
    .execute()
  expect(credited).toEqual(new Set(delivered.map((row) => row.transaction_number)))
  expect(await pointsOf(store.db, 'KT')).toMatchObject({ reserved: 0, captured: credited.size * 1_000 })
  await expectBooksInOrder(store.db)
}, 60_000)
