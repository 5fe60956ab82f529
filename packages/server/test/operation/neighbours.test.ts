import { randomBytes } from 'node:crypto'
import {
  accountViewSchema,
  auditPageSchema,
  conversionPageSchema,
  dailyTotalSchema,
  type MediaStatus,
  mediaStatusSchema,
  newMediaSchema,
  reviewPageSchema,
} from '@pointpay/contracts'
import { openStore, type Store } from '@pointpay/credit'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { Person } from '../console/support/person.ts'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { type MallMedia, useService } from '../support/service.ts'
import { Browser, overTheWire } from '../support/shopper.ts'

/** A store in which one row of every kind is broken, as after a change by hand, a restore, or keys that were lost. */

const START_MS = 240_000
const password = 'somebodys-own-password'
/** Sealed with a key that the service does not have. */
const foreign = 'v1.lost-key.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA'

let postgres: Postgres
/** Beside the service, on its store. */
let store: Store
beforeAll(async () => {
  postgres = await startPostgres()
}, START_MS)
afterAll(async () => {
  await store.close()
  await postgres.stop()
})
const world = useService({ databaseUrl: () => postgres.databaseUrl })

const run = <Row>(statement: string, values: unknown[] = []) =>
  store.db.executeQuery<Row>(CompiledQuery.raw(statement, values))
const listOf = <Item extends z.ZodMiniType>(item: Item) => z.object({ items: z.array(item) })
const unique = () => randomBytes(6).toString('hex')

/** The one with our popup, and the one with PointPay's. Nothing of theirs is broken. */
let innocent: { own: MallMedia; pointpay: MallMedia }
const brokenThings = ['secret', 'key', 'token', 'settings', 'redirect', 'parts', 'consent'] as const
let broken: Record<(typeof brokenThings)[number], MallMedia>
let ownBackend: MediaStatus

beforeAll(async () => {
  store = await openStore({ databaseUrl: postgres.databaseUrl })
  innocent = {
    own: await world().aConsentedMedia({ popup: 'own' }),
    pointpay: await world().aConsentedMedia(),
  }
  const made = {} as typeof broken
  for (const thing of brokenThings) made[thing] = await world().aConsentedMedia({ popup: 'own' })
  broken = made
  const added = await world().service.setUp.add(
    newMediaSchema.parse({
      code: `own-${unique()}`,
      name: '자체 적립',
      integration: { kind: 'own-backend', returnUrl: 'https://merchant.test/return' },
    }),
  )
  if (added.kind !== 'added') throw new Error(added.kind)
  ownBackend = added.status
  await new Owner().consent(`${innocent.own.installUrl}?script_tag=1`)
  await new Owner().consent(`${broken.token.installUrl}?script_tag=1`)
  const account = { name: '사람', password }
  const { accounts } = world().service
  await accounts.add({ ...account, login: 'operator', role: 'operator', mediaCodes: [] }, 'test')
  const managed = { role: 'manager' as const, mediaCodes: [innocent.own.code] }
  await accounts.add({ ...account, login: 'manager', ...managed }, 'test')
  await accounts.add({ ...account, login: 'left-over', ...managed }, 'test')
  // Another port is another origin: the redirects and the script tags must follow it.
  await world().restart({ port: await freePort(), meanwhile: breakAll })
}, START_MS)

async function breakAll(): Promise<void> {
  const { secret, key, token, settings, redirect, parts, consent } = broken
  await run('update credit_malls set client_secret_sealed = $1 where mall_id = $2', [foreign, secret.mallId])
  await run(`update media_key set sealed = $1 where media_code = $2 and purpose = 'return'`, [
    foreign,
    key.code,
  ])
  await run(
    `update credit_tokens set access_sealed = 'no token', refresh_sealed = 'none' where mall_id = $1`,
    [token.mallId],
  )
  await run(
    `update media set name = '', origins = '{not a url,https://good.test,""}', return_networks = '{10.0.0.0/99,nonsense}',
      shops = '{"shop": 1}', accent_color = 'red;}', member_proof = 'who-knows', nonce_separator = '',
      cap_per_call = -1, cap_per_day = 9223372036854775807 where code = $1`,
    [settings.code],
  )
  await run(
    `update credit_malls set consent = 'consent-needed', consent_problem = 'from-the-future' where mall_id = $1`,
    [consent.mallId],
  )
  await run(`
    create function refuse_move() returns trigger language plpgsql as $$ begin raise exception 'not this one'; end $$`)
  await run(`
    create trigger refuse_move before update of redirect_uri on credit_malls for each row
    when (old.mall_id = '${redirect.mallId}') execute function refuse_move()`)
  await run(`insert into media (code, name, kind, return_url, cap_per_call, cap_per_day)
    values ('Not a code!', 'x', 'own-backend', 'https://x.test', 1, 1)`)
  await run(
    `insert into solution_script_tag (media_code, src, integrity, put_at) values ('gone', 'x', 'y', now())`,
  )
  await run(`update console_account set media_codes = '{gone,Not a code!}' where login = 'left-over'`)
  await run(
    `insert into console_audit (at, by_whom, action, outcome) values (now(), 'someone', 'time.travel', 'done')`,
  )
  await run(`update media set return_url = 'ftp://nowhere' where code = $1`, [ownBackend.code])

  await aCredit(token, { state: 'accepted' })
  await aCredit(parts, { state: 'sent-by-pigeon' })
  await aCredit(parts, { state: 'accepted', lost: true })
  await aCredit(parts, { state: 'accepted', member: 'shopper01' })
  await aCredit(parts, { state: 'credited', whole: 'of-no-known-state', member: 'shop\u200bper' })

  await aConversion(key, { number: 'MPUNPOSTABLE', postback: 'due' })
  await aConversion(ownBackend, { number: 'MPNOADDRESS', postback: 'due' })
  await aConversion({ code: 'gone' }, { number: 'MPMEDIAGONE', postback: 'due' })
  await aConversion(parts, { number: 'MPNOLEASE', postback: 'sending' })
  await aConversion(parts, { number: 'MPNOSTATE', state: 'of-no-known-state', postback: 'held' })
  await aConversion(parts, { number: 'MPNOPERSON', state: 'reserving' })
  await aConversion(parts, { number: 'MPNOPOSTBACK', state: 'captured' })
}

/** A credit of one part that is due now. */
async function aCredit(
  { code, mallId }: MallMedia,
  {
    state,
    whole = 'accepted',
    member = 'nobody',
    lost = false,
  }: {
    state: string
    whole?: string
    member?: string
    /** Its part is there without it. */
    lost?: boolean
  },
): Promise<void> {
  const number = `ME${unique().toUpperCase()}`
  const { rows } = await run<{ id: number }>(
    `insert into credit_credits (media_code, transaction_number, tag, mall_id, shop_no, member_id, amount, state)
      values ($1, $2, $2, $3, 1, $4, 1000, $5) returning id`,
    [code, number, mallId, member, whole],
  )
  const isDone = state === 'credited'
  await run(
    `insert into credit_parts
      (credit_id, mall_id, shop_no, member_id, direction, number, parts, amount, tag, state, due_at)
      values ($1, $2, 1, $3, 'increase', 1, 1, 1000, $4, $5, case when not $6 then now() - interval '1 hour' end)`,
    [lost ? -rows[0]!.id : rows[0]!.id, mallId, member, number, state, isDone],
  )
  await run('update credit_malls set due_at = now() where mall_id = $1', [mallId])
}

async function aConversion(
  { code }: { code: string },
  { number, state = 'captured', postback }: { number: string; state?: string; postback?: string },
): Promise<void> {
  await run(
    `insert into pointhub_session (id, browser, media_code, member_id, mode, person, identified_at, touched_at, created_at,
        expires_at)
      values ($1, 'browser', $2, 'shopper01', 'verified', 'sealed by nobody', now(), now(), now(), now() + interval '1 hour')`,
    [number, code],
  )
  await run(
    `insert into pointhub_conversion (transaction_number, session_id, idempotency_key, media_code, member_id, kind, points,
        amount, state, started_at, converted_at, busy_until)
      values ($1, $1, 'key', $2, 'shopper01', 'KT', 1000, 1000, $3, now(), now(), now() - interval '1 minute')`,
    [number, code, state],
  )
  if (postback)
    await run(
      `insert into pointhub_postback (transaction_number, media_code, state, next_attempt_at) values ($1, $2, $3, now())`,
      [number, code, postback],
    )
}

async function logIn(login: string): Promise<Person> {
  const person = new Person(overTheWire(world().origin))
  await person.logIn(login, password)
  return person
}

const logged = (event: string) => world().log.filter((line) => line.event === event)

test('the service has started, and the innocent media goes the whole way through our popup', async () => {
  const { own } = innocent
  const shopper = await new Browser(overTheWire(world().origin)).open({ aCode: own.code })
  await (await (await shopper.identify()).select('KT', 5_000)).convert()
  await shopper.until('credited', 15_000)
  expect(await world().movements(own)).toMatchObject([{ type: 'increase', amount: '5000.00' }])
})

test('the innocent media goes the whole way by its RETURN URL', async () => {
  const { pointpay } = innocent
  const status = await world().statusOf(pointpay)
  expect((await post(status.returnUrl!, aForm(pointpay))).text).toBe('201')
  await world().eventually('the credit', async () => (await world().movements(pointpay)).length === 1)
})

test('a credit beside broken ones of the same mall goes out', async () => {
  const { parts } = broken
  await world().eventually('the credit', async () => (await world().movements(parts)).length === 1)
})

test("every page of the console can be read, an operator's and a manager's", async () => {
  const operator = await logIn('operator')
  const manager = await logIn('manager')
  const { items: all } = await operator.get('/media', listOf(mediaStatusSchema))
  expect(all.map(({ code }) => code).sort()).toEqual(
    [...Object.values(innocent), ...Object.values(broken), ownBackend].map(({ code }) => code).sort(),
  )
  const { items: own } = await manager.get('/media', listOf(mediaStatusSchema))
  expect(own).toMatchObject([
    { code: innocent.own.code, broken: [], consent: 'consented', scriptTag: 'installed' },
  ])
  for (const person of [operator, manager]) {
    await person.get('/conversions', conversionPageSchema)
    await person.get('/reviews', reviewPageSchema)
    await person.get('/totals?from=2026-11-01&to=2026-11-30', listOf(dailyTotalSchema))
    const csv = await person.request('/settlement.csv?from=2026-11-01&to=2026-11-30')
    expect(csv.status).toBe(200)
  }
  await operator.get('/accounts', listOf(accountViewSchema))
  const { items: trail } = await operator.get('/audit', auditPageSchema)
  expect(trail.map(({ action }) => action)).toContain('time.travel')
  expect((await fetch(`${world().origin}/metrics`)).status).toBe(200)
  expect((await fetch(`${world().origin}/readyz`)).status).toBe(200)
})

test('what is broken is shown as broken where a person looks', async () => {
  const { secret, key, token, settings, consent } = broken
  expect(await world().statusOf(settings)).toMatchObject({
    broken: expect.arrayContaining([
      'name',
      'origins',
      'returnNetworks',
      'shops',
      'capPerCall',
      'accentColor',
      'memberProof',
      'nonceSeparator',
    ]),
    origins: ['https://good.test'],
    shops: [],
    capPerCall: 0,
  })
  expect(await world().statusOf(ownBackend)).toMatchObject({ broken: ['returnUrl'] })
  expect(await world().statusOf(key)).toMatchObject({ returnUrl: null })
  for (const media of [secret, token])
    expect(await world().statusOf(media)).toMatchObject({
      consent: 'withdrawn',
      consentProblem: expect.stringContaining('POINTPAY_TOKEN_KEYS'),
    })
  expect(await world().statusOf(consent)).toMatchObject({
    consentProblem: expect.stringContaining('from-the-future'),
  })
  const operator = await logIn('operator')
  const waiting = async () => {
    const { items } = await operator.get('/reviews?kind=postback-given-up', reviewPageSchema)
    return items.map(({ transactionNumber }) => transactionNumber as string).sort()
  }
  await world().eventually('the given up postbacks', async () => (await waiting()).length === 4)
  expect(await waiting()).toEqual(['MPMEDIAGONE', 'MPNOADDRESS', 'MPNOLEASE', 'MPUNPOSTABLE'])
})

test('a media that is broken takes no points and credits nothing in the dark', async () => {
  const { secret, token, settings } = broken
  for (const { code } of [secret, token, settings]) {
    const browser = new Browser(overTheWire(world().origin))
    const opened = await browser.open({ aCode: code }).catch((error: unknown) => String(error))
    expect([code, opened]).toEqual([code, expect.stringMatching(/^Error: (4\d\d|503) /)])
  }
  const { returnUrl } = await world().statusOf(settings)
  expect((await post(returnUrl!, aForm(settings))).status).toBe(403)
})

test('an account whose media are gone sees nothing, and can be logged in to', async () => {
  const leftOver = await logIn('left-over')
  expect((await leftOver.get('/media', listOf(mediaStatusSchema))).items).toEqual([])
})

test('each broken thing is logged once, and no worker goes on about it', async () => {
  await world().eventually('a time without anything due', async () => {
    const { rows } = await run<{ due: number }>(
      'select count(*)::int as due from credit_malls where claim_at <= now()',
    )
    return rows[0]!.due === 0
  })
  // Long enough for some looks at everything.
  await world().eventually('another sweep', async () => {
    const { rows } = await run<{
      held: number
    }>(`select count(*)::int as held from pointhub_conversion where busy_until < now()
      and state in ('reserving', 'recorded', 'releasing', 'returning', 'cancelling')`)
    return rows[0]!.held === 0
  })
  const unreadable = logged('mall.token-unreadable').filter((line) => line['mallId'] === broken.token.mallId)
  expect(unreadable.map((line) => line['secret']).sort()).toEqual(['access', 'refresh'])
  expect(logged('media.key_unreadable').map((line) => line['mediaCode'])).toEqual([broken.key.code])
  expect(logged('mall.redirect_uri_not_moved').map((line) => line['mallId'])).toEqual([
    broken.redirect.mallId,
  ])
  expect(
    logged('part.impossible')
      .map((line) => line['state'])
      .sort(),
  ).toEqual(['accepted', 'sent-by-pigeon'])
  expect(logged('media.unreadable')).toHaveLength(1)
  for (const event of [
    'worker.failed',
    'chores.failed',
    'pointhub.sweep_failed',
    'console.sweep_failed',
    'console.failed',
  ])
    expect(logged(event)).toEqual([])
})
