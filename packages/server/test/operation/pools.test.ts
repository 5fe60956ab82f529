import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mediaStatusSchema, newMediaSchema } from '@pointpay/contracts'
import { openStore, type Store } from '@pointpay/credit'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { BACKGROUND_CONNECTIONS } from '../../src/pools.ts'
import { Person } from '../console/support/person.ts'
import { aForm, post } from '../support/postback.ts'
import { type MallMedia, useService } from '../support/service.ts'
import { Browser, overTheWire } from '../support/shopper.ts'

/** More than any pool has connections. */
const MANY = 12

let postgres: Postgres
/** Beside the service, on its store. */
let store: Store
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await store.close()
  await postgres.stop()
})
const world = useService({ databaseUrl: () => postgres.databaseUrl })

let media: MallMedia
let ownPopup: MallMedia
let operator: Person
beforeAll(async () => {
  store = await openStore({ databaseUrl: postgres.databaseUrl })
  media = await world().aConsentedMedia({ members: ['shopper01', 'shopper02'] })
  ownPopup = await world().aConsentedMedia({ popup: 'own' })
  const account = { login: 'operator', name: '운영자', password: 'operators-own-password' }
  await world().service.accounts.add({ ...account, role: 'operator', mediaCodes: [] }, 'test')
  operator = new Person(overTheWire(world().origin))
  await operator.logIn(account.login, account.password)
})

/** Does work while a statement's locks are held by somebody else. */
function whileLocked(statement: string, work: () => Promise<void>): Promise<void> {
  return store.db.transaction().execute(async (trx) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx)
    await trx.executeQuery(CompiledQuery.raw(statement))
    await work()
  })
}

/** Statements that wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock'`.execute(store.db)
  return rows[0]!.count
}

/** Starts calls that all wait for the lock, more than have a connection; gives how many have ended, and their end. */
function flood(call: () => Promise<unknown>) {
  let ended = 0
  const calls = Array.from({ length: MANY }, () => call().then(() => (ended += 1)))
  return { ended: () => ended, all: Promise.all(calls) }
}

const openPopup = () => new Browser(overTheWire(world().origin)).open({ aCode: ownPopup.code })
const mediaPage = () => operator.get('/media', z.object({ items: z.array(mediaStatusSchema) }))
const callReturnUrl = async (memberId = 'shopper01') =>
  (await post(media.returnUrl, aForm(media, { rw_user_id: memberId }))).text
const ready = async () => (await fetch(`${world().origin}/readyz`)).status

test('a console whose every statement waits holds up neither popup nor RETURN URL', async () => {
  let console: ReturnType<typeof flood> | undefined
  await whileLocked('lock table console_account in access exclusive mode', async () => {
    console = flood(() => operator.request('/me'))
    await world().eventually('the console waits', async () => (await waiting()) > 0)
    for (let each = 0; each < 3; each += 1) {
      await (await openPopup()).identify()
      expect(await callReturnUrl()).toBe('201')
    }
    expect(await ready()).toBe(200)
    expect(console.ended()).toBe(0)
  })
  await console!.all
})

test('a popup whose every statement waits holds up neither console nor RETURN URL', async () => {
  const shopper = await openPopup()
  let popup: ReturnType<typeof flood> | undefined
  await whileLocked('lock table pointhub_session in access exclusive mode', async () => {
    popup = flood(() => shopper.reload())
    await world().eventually('the popup waits', async () => (await waiting()) > 1)
    expect((await mediaPage()).items).toHaveLength(2)
    expect(await callReturnUrl()).toBe('201')
    expect(await ready()).toBe(200)
    expect(popup.ended()).toBe(0)
  })
  await popup!.all
})

test('RETURN URL calls that all wait hold up neither popup nor console', async () => {
  let calls: ReturnType<typeof flood> | undefined
  await whileLocked('lock table credit_credits in exclusive mode', async () => {
    calls = flood(() => callReturnUrl())
    await world().eventually('the calls wait', async () => (await waiting()) > 0)
    await (await openPopup()).identify()
    expect((await mediaPage()).items).toHaveLength(2)
    expect(await ready()).toBe(200)
    expect(calls.ended()).toBe(0)
  })
  await calls!.all
})

test('workers whose every statement waits hold up neither popup, RETURN URL nor console', async () => {
  const merchant = createServer((request, response) => request.resume().on('end', () => response.end('201')))
  await new Promise<void>((resolve) => merchant.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void merchant.close())
  const returnUrl = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/`
  // A merchant has eight calls at once at most.
  for (const code of ['merchant1', 'merchant2'])
    await world().service.setUp.add(
      newMediaSchema.parse({ code, name: code, integration: { kind: 'own-backend', returnUrl } }),
    )
  await aCapturedConversionOfEach(['merchant1', 'merchant2'])
  await whileLocked(
    `select from pointhub_conversion where session_id = 'workers' for no key update`,
    async () => {
      await sql`
      insert into pointhub_postback (transaction_number, media_code, state, next_attempt_at)
      select transaction_number, media_code, 'due', now() from pointhub_conversion where session_id = 'workers'`.execute(
        store.db,
      )
      await world().eventually('every worker waits', async () => (await waiting()) >= BACKGROUND_CONNECTIONS)
      await (await openPopup()).identify()
      expect(await callReturnUrl('shopper02')).toBe('201')
      expect((await mediaPage()).items).toHaveLength(4)
      expect(await ready()).toBe(200)
      expect(await waiting()).toBeGreaterThanOrEqual(BACKGROUND_CONNECTIONS)
    },
  )
  await world().eventually('what they had to do', async () => {
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from pointhub_conversion where session_id = 'workers' and state <> 'delivered'`.execute(
      store.db,
    )
    return rows[0]!.left === 0
  })
  await world().eventually('the credit that came meanwhile', async () => {
    return (await world().movements(media, 'shopper02')).length === 1
  })
})

/** Eight conversions of each media, whose postbacks are still to be written. */
async function aCapturedConversionOfEach(codes: readonly string[]): Promise<void> {
  await sql`
    insert into pointhub_session (id, browser, media_code, member_id, mode, touched_at, created_at, expires_at)
    values ('workers', 'browser', 'merchant1', 'shopper01', 'verified', now(), now(), now() + interval '1 hour')`.execute(
    store.db,
  )
  // One session converts once; here the rows alone matter.
  await sql`drop index pointhub_conversion_once`.execute(store.db)
  await sql`
    insert into pointhub_conversion (transaction_number, session_id, idempotency_key, media_code, member_id, kind, points,
      amount, state, started_at, converted_at, busy_until)
    select 'MP' || code || n, 'workers', code || n, code, 'shopper01', 'KT', 1000, 1000, 'captured', now(), now(), now()
    from unnest(${codes}::text[]) code, generate_series(1, 8) n`.execute(store.db)
}
