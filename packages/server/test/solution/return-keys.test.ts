import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newMediaSchema } from '@pointpay/contracts'
import { createSecretSealer, migrate, openStore } from '@pointpay/credit'
import { freePort } from '@pointpay/testkit/free-port'
import { type Postgres, startPostgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings, startService } from '../../src/index.ts'
import { mediaMigrations } from '../../src/media/migrations.ts'
import { aForm, post } from '../support/postback.ts'
import { type MallMedia, settingsEnv, useService } from '../support/service.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

const world = useService({ env: { POINTPAY_WORKER: 'off' }, databaseUrl: () => postgres.databaseUrl })
const keyIn = (returnUrl: string) => new URL(returnUrl).pathname.split('/').at(-1)!
const statusAt = async (returnUrl: string, media: MallMedia) => (await post(returnUrl, aForm(media))).status

/** Every row of every table, as text. */
async function everythingStored(): Promise<string> {
  const store = await openStore({ databaseUrl: postgres.databaseUrl })
  try {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = 'public'`.execute(store.db)
    const tables = await Promise.all(
      rows.map(({ name }) =>
        sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.id(name)} t`.execute(store.db),
      ),
    )
    return tables.flatMap((table) => table.rows.map(({ row }) => row)).join('\n')
  } finally {
    await store.close()
  }
}

test('whoever has the database has neither a RETURN URL nor a proof key', async () => {
  const media = await world().aMedia()
  const renewed = (await world().service.setUp.renewReturnKey(media.code))!
  const { proofKey } = (await world().service.setUp.issueProofKey(media.code))!
  const stored = await everythingStored()
  expect(stored).toContain(media.code)
  for (const key of [keyIn(media.returnUrl), keyIn(renewed.returnUrl!), proofKey]) {
    expect(key).toMatch(/^[\w-]{43}$/)
    expect(stored).not.toContain(key)
  }
})

test('a key is never in the log', async () => {
  const media = await world().aMedia()
  const renewed = (await world().service.setUp.renewReturnKey(media.code))!
  const { proofKey } = (await world().service.setUp.issueProofKey(media.code))!
  await world().service.setUp.endOldReturnKey(media.code)
  expect(await statusAt(media.returnUrl, media)).toBe(404)
  const log = JSON.stringify(world().log)
  expect(log).toContain('media.return_key_renewed')
  for (const key of [keyIn(media.returnUrl), keyIn(renewed.returnUrl!), proofKey])
    expect(log).not.toContain(key)
})

test('a new RETURN URL is taken at once, and the one before for a week longer', async () => {
  const media = await world().aMedia()
  expect(media.oldReturnUrlUntil).toBeNull()
  const renewed = (await world().service.setUp.renewReturnKey(media.code))!
  expect(renewed.returnUrl).not.toBe(media.returnUrl)
  const until = Date.parse(renewed.oldReturnUrlUntil!)
  expect(await statusAt(renewed.returnUrl!, media)).toBe(200)
  expect(await statusAt(media.returnUrl, media)).toBe(200)
  world().advance(until - Date.now() - 60_000)
  expect(await statusAt(media.returnUrl, media)).toBe(200)
  world().advance(120_000)
  expect(await statusAt(media.returnUrl, media)).toBe(404)
  expect(await statusAt(renewed.returnUrl!, media)).toBe(200)
  expect((await world().statusOf(media)).oldReturnUrlUntil).toBeNull()
})

test('a RETURN URL that leaked is ended at once, and the new one stays', async () => {
  const media = await world().aMedia()
  const renewed = (await world().service.setUp.renewReturnKey(media.code))!
  expect(await world().service.setUp.endOldReturnKey(media.code)).toMatchObject({
    returnUrl: renewed.returnUrl,
    oldReturnUrlUntil: null,
  })
  expect(await statusAt(media.returnUrl, media)).toBe(404)
  expect(await statusAt(renewed.returnUrl!, media)).toBe(200)
})

test('a second renewal ends the first RETURN URL: two are taken at most', async () => {
  const media = await world().aMedia()
  const first = (await world().service.setUp.renewReturnKey(media.code))!
  const second = (await world().service.setUp.renewReturnKey(media.code))!
  expect(await statusAt(media.returnUrl, media)).toBe(404)
  expect(await statusAt(first.returnUrl!, media)).toBe(200)
  expect(await statusAt(second.returnUrl!, media)).toBe(200)
})

test('a key that cannot be opened is shown as missing, is taken all the same, and is replaced by a new one', async () => {
  const media = await world().aMedia()
  const store = await openStore({ databaseUrl: postgres.databaseUrl })
  await sql`update media_key set sealed = 'unreadable' where media_code = ${media.code}`.execute(store.db)
  await store.close()
  expect(await world().statusOf(media)).toMatchObject({ returnUrl: null })
  expect(world().log).toContainEqual(
    expect.objectContaining({ event: 'media.key_unreadable', mediaCode: media.code }),
  )
  // PointPay has it, and it is found by its hash.
  expect(await statusAt(media.returnUrl, media)).toBe(200)
  const renewed = (await world().service.setUp.renewReturnKey(media.code))!
  expect(await statusAt(renewed.returnUrl!, media)).toBe(200)
})

test('an own backend’s media has no RETURN URL of ours to renew', async () => {
  const { setUp } = world().service
  const books = await setUp.add(
    newMediaSchema.parse({
      code: 'keyless-books',
      name: '책방',
      integration: { kind: 'own-backend', returnUrl: 'https://books.example.com/return' },
    }),
  )
  if (books.kind !== 'added') throw new Error(books.kind)
  expect(await setUp.renewReturnKey(books.status.code)).toBeNull()
  expect(await setUp.endOldReturnKey(books.status.code)).toBeNull()
  expect(await setUp.issueProofKey(books.status.code)).toMatchObject({ proofKey: expect.any(String) })
})

test('a store of an earlier version, whose keys lay open, goes on with the same RETURN URLs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-keys-'))
  const env = { ...settingsEnv(await freePort(), 'http://127.0.0.1:1'), POINTPAY_DATA: folder }
  const settings = readSettings({ ...env, POINTPAY_WORKER: 'off' })
  const before = await openStore({ folder })
  const migrations = Object.entries(mediaMigrations(createSecretSealer(settings.tokenKeys))).filter(
    ([name]) => name <= 'media-0004-shops',
  )
  await migrate(before, { getMigrations: async () => Object.fromEntries(migrations) }, 'media_migrations')
  const openKey = 'a-key-of-an-earlier-version'
  await sql`
    insert into media (code, name, kind, mall_id, return_url, return_key, member_proof, member_proof_secret, popup, shops)
    values ('earlier', '예전몰', 'cafe24', 'earliermall', ${`${settings.origin}/solution/return/${openKey}`}, ${openKey},
        'signed-param', 'an-open-proof-key', 'pointpay',
        '[{"shopNo": 1, "name": null, "currency": "KRW", "language": null, "active": true}]'),
      ('books', '책방', 'own-backend', null, 'https://books.example.com/return', null, 'none', 'never-told', 'own', '[]')`.execute(
    before.db,
  )
  await before.close()

  const service = await startService(settings, { logTo: { write() {} } })
  try {
    await service.malls.register({
      mallId: 'earliermall',
      clientId: 'app',
      clientSecret: 'secret',
      redirectUri: `${service.origin}/solution/result`,
    })
    const oldUrl = `${service.origin}/solution/return/${openKey}`
    expect((await post(oldUrl, aForm({ code: 'earlier' }))).text).toBe('201')
    const [books, earlier] = await service.setUp.statuses()
    expect(earlier).toMatchObject({ returnUrl: oldUrl, proofKeyIssuedAt: expect.any(String) })
    expect(await service.media.proofKeys(earlier!.code)).toEqual(['an-open-proof-key'])
    // Nobody was ever told this one.
    expect(books).toMatchObject({ returnUrl: 'https://books.example.com/return', proofKeyIssuedAt: null })
    for (const media of [books, earlier])
      expect(media).toMatchObject({ capPerCall: 3_000_000, capPerDay: 30_000_000 })
  } finally {
    await service.close()
  }
  const after = await openStore({ folder })
  const { rows } = await sql<{ row: string }>`
    select to_jsonb(m)::text as row from media m union all select to_jsonb(k)::text from media_key k`.execute(
    after.db,
  )
  await after.close()
  const stored = rows.map(({ row }) => row).join('\n')
  for (const key of [openKey, 'an-open-proof-key', 'never-told']) expect(stored).not.toContain(key)
})
