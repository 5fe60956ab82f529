import { accountViewSchema, auditPageSchema, mediaStatusSchema } from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { answer, type Person, refusal } from './support/person.ts'
import { aTransactionNumber, operatorPassword, useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const accountsSchema = z.object({ items: z.array(accountViewSchema) })
const mediaSchema = z.object({ items: z.array(mediaStatusSchema) })
const newAccount = {
  login: 'new.person',
  name: '새 담당자',
  role: 'manager',
  mediaCodes: ['shop'],
  password: 'a long password',
}

test('an operator adds an account, and its person comes in with it', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const made = await operator.send('POST', '/accounts', newAccount)
  expect(made.status).toBe(201)
  expect(await answer(made, accountViewSchema)).toEqual({
    login: 'new.person',
    name: '새 담당자',
    role: 'manager',
    mediaCodes: ['shop'],
    secondFactor: false,
    disabled: false,
    lastLoginAt: null,
  })
  await world.person().logIn('new.person', 'a long password')
  const { items } = await operator.get('/accounts', accountsSchema)
  expect(items.map(({ login }) => login)).toEqual(['new.person', 'operator'])
  const [itsTime = '', operatorsTime = ''] = items.map(({ lastLoginAt }) => lastLoginAt ?? '')
  expect(itsTime > operatorsTime).toBe(true)
  expect(world.clock.now().getTime() - Date.parse(itsTime)).toBeLessThan(60_000)
  expect(JSON.stringify(items)).not.toContain('scrypt')
})

test('accounts that cannot be are refused by the field that is wrong', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const post = async (change: object) =>
    refusal(await operator.send('POST', '/accounts', { ...newAccount, ...change }))
  expect(await post({ login: 'Ab' })).toMatchObject({ status: 400, field: 'login' })
  expect(await post({ password: 'short' })).toMatchObject({ status: 400, field: 'password' })
  expect(await post({ role: 'root' })).toMatchObject({ status: 400, field: 'role' })
  expect(await post({ mediaCodes: ['nobodys'] })).toMatchObject({ status: 400, field: 'mediaCodes' })
  expect(await post({ login: 'operator' })).toMatchObject({ status: 409, field: 'login' })
  expect((await refusal(await operator.send('PATCH', '/accounts/nobody', { name: 'x' }))).status).toBe(404)
  expect(await refusal(await operator.send('PATCH', '/accounts/operator', { disabled: true }))).toMatchObject(
    {
      status: 409,
      field: 'disabled',
    },
  )
})

test("an operator's account is for all media, whatever it was given", async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const made = await operator.send('POST', '/accounts', { ...newAccount, role: 'operator' })
  expect((await answer(made, accountViewSchema)).mediaCodes).toEqual([])
  const second = world.person()
  await second.logIn('new.person', 'a long password')
  expect((await second.get('/media', mediaSchema)).items.map(({ code }) => code)).toEqual(['other', 'shop'])
})

test('a manager sees the standing of its own media alone', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const { items } = await manager.get('/media', mediaSchema)
  expect(items.map(({ code }) => code)).toEqual(['shop'])
  expect(await manager.get('/media/shop', mediaStatusSchema)).toEqual(items[0])
})

test('the key of the RETURN URL is shown to operators alone', async () => {
  const world = await aWorld()
  const { returnUrl } = (await world.media.byCode('shop'))!
  const returnKey = returnUrl!.split('/').at(-1)!
  const seenBy = async (person: Person) => [
    await (await person.request('/media')).text(),
    await (await person.request('/media/shop')).text(),
    await (await person.send('PUT', '/media/shop/script-tag')).text(),
  ]
  for (const text of await seenBy(await world.operator())) expect(text).toContain(returnKey)
  for (const text of await seenBy(await world.manager())) {
    expect(text).toContain('/solution/return/')
    expect(text).not.toContain(returnKey)
  }
})

const deliveredAt = '2026-11-24T01:02:03.000Z'

/** Conversions of ten minutes ago, as far as their postbacks came. */
async function addConversions(world: World, mediaCode: string, states: string[]) {
  const at = new Date(world.clock.now().getTime() - 600_000)
  for (const state of states) {
    const number = aTransactionNumber()
    await sql`
      insert into pointhub_session (id, browser, media_code, member_id, mode, touched_at, created_at, expires_at)
      values (${number}, 'b', ${mediaCode}, 'member', 'verified', ${at}, ${at}, ${at})`.execute(world.db)
    await sql`
      insert into pointhub_conversion
        (transaction_number, session_id, idempotency_key, media_code, member_id, kind, points, amount, state, started_at,
         converted_at, delivered_at, busy_until)
      values (${number}, ${number}, 'key', ${mediaCode}, 'member', 'KT', 1000, 1000, ${state}, ${at},
        ${at}, ${state === 'delivered' ? deliveredAt : null}::timestamptz, 'infinity')`.execute(world.db)
  }
}

test('of a merchant that credits by itself the standing tells what its server took, owes and cannot take', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const before = await operator.get('/media/other', mediaStatusSchema)
  expect(before).toMatchObject({ lastCreditAt: null, backlog: 0, oldestWaitingMs: null, needsPerson: 0 })
  await addConversions(world, 'other', ['delivered', 'captured', 'captured', 'review', 'failed'])
  await addConversions(world, 'shop', ['review', 'captured'])
  const { items } = await operator.get('/media', mediaSchema)
  const [other, shop] = items
  expect(other).toMatchObject({ code: 'other', lastCreditAt: deliveredAt, backlog: 2, needsPerson: 1 })
  expect(other?.oldestWaitingMs).toBeGreaterThanOrEqual(600_000)
  // A mall's backlog is its credits, which the ledger counts; a postback that was given up is a person's in any case.
  expect(shop).toMatchObject({ code: 'shop', backlog: 0, needsPerson: 1 })
})

test('an operator adds and changes media, and each change is on the audit trail', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const media = {
    code: 'newshop',
    name: '새 가맹점',
    integration: { kind: 'own-backend', returnUrl: 'https://merchant.test/return' },
  }
  expect((await operator.send('POST', '/media', media)).status).toBe(201)
  expect(await refusal(await operator.send('POST', '/media', media))).toMatchObject({
    status: 409,
    field: 'code',
  })
  const change = { name: '바뀐 이름', capPerDay: 1_000_000 }
  const changed = await answer(await operator.send('PATCH', '/media/newshop', change), mediaStatusSchema)
  expect(changed).toMatchObject(change)
  const mall = await operator.get('/media/shop', mediaStatusSchema)
  const renewed = await answer(await operator.send('POST', '/media/shop/return-key'), mediaStatusSchema)
  expect(renewed.returnUrl).not.toBe(mall.returnUrl)
  expect((await refusal(await operator.send('POST', '/media/newshop/return-key'))).status).toBe(404)
  expect((await operator.send('PUT', '/media/shop/script-tag')).status).toBe(200)
  expect((await operator.send('DELETE', '/media/shop/script-tag')).status).toBe(200)
  expect((await refusal(await operator.send('PUT', '/media/newshop/script-tag'))).status).toBe(404)
  const { items } = await operator.get('/audit', auditPageSchema)
  expect(
    items.map(({ action, mediaCode, subject, outcome }) => [action, mediaCode, subject, outcome]),
  ).toEqual([
    ['media.script-tag.put', 'newshop', null, 'not-found'],
    ['media.script-tag.remove', 'shop', null, 'done'],
    ['media.script-tag.put', 'shop', null, 'done'],
    ['media.return-key', 'shop', null, 'done'],
    ['media.change', 'newshop', null, 'done'],
    ['media.add', 'newshop', null, 'exists'],
    ['media.add', 'newshop', null, 'done'],
    ['login', null, null, 'done'],
  ])
})

test('an operator changes the app of a mall; its secret is sealed, and neither shown, nor logged, nor on the trail', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const before = await operator.get('/media/shop', mediaStatusSchema)
  const app = { clientId: 'another-app', clientSecret: 'another-apps-secret' }
  const answered = await operator.send('PUT', '/media/shop/app', app)
  expect(await answer(answered.clone(), mediaStatusSchema)).toEqual(before)
  expect(await world.credits.malls.app(world.mallId)).toMatchObject(app)
  const { rows } = await sql`select * from credit_malls`.execute(world.db)

  const nobodys = await refusal(await operator.send('PUT', '/media/nobodys/app', app))
  expect([nobodys.status, nobodys.code]).toEqual([404, 'not_found'])
  // A merchant that credits by itself has no app of ours.
  expect(await refusal(await operator.send('PUT', '/media/other/app', app))).toEqual(nobodys)
  const wrong = await refusal(await operator.send('PUT', '/media/shop/app', { ...app, clientSecret: '' }))
  expect(wrong).toMatchObject({ status: 400, field: 'clientSecret' })

  const { items } = await operator.get('/audit', auditPageSchema)
  expect(items.map(({ by, action, mediaCode, outcome }) => [by, action, mediaCode, outcome])).toEqual([
    ['operator', 'media.app', 'shop', 'done'],
    ['operator', 'media.app', 'shop', 'asked'],
    ['operator', 'login', null, 'done'],
  ])
  expect(world.log).toContainEqual({ event: 'media.app_changed', fields: { mediaCode: 'shop' } })
  expect(JSON.stringify([await answered.text(), items, world.log, rows])).not.toContain(app.clientSecret)
})

test('the audit trail goes back page by page to its beginning', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.manager()
  for (let time = 0; time < 120; time += 1)
    await operator.send('PATCH', '/accounts/manager', { name: `담당자 ${time}` })
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: z.infer<typeof auditPageSchema> = await operator.get(
      `/audit${cursor ? `?cursor=${cursor}` : ''}`,
      auditPageSchema,
    )
    expect(page.items.length).toBeLessThanOrEqual(50)
    seen.push(...page.items.map(({ action }) => action))
    cursor = page.nextCursor
  }
  expect(seen).toEqual([...Array.from({ length: 120 }, () => 'account.change'), 'login', 'login'])
  expect((await refusal(await operator.request('/audit?cursor=x'))).field).toBe('cursor')
})

test('of a changed password the audit trail says that it was changed, not to what', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.manager()
  await operator.send('PATCH', '/accounts/manager', {
    password: 'a new secret word',
    yourPassword: operatorPassword,
  })
  await operator.send('GET', '/settlement.csv?from=2026-11-24&to=2026-11-24')
  const { items } = await operator.get('/audit', auditPageSchema)
  expect(items.slice(0, 2)).toMatchObject([
    { by: 'operator', action: 'settlement.export', subject: '2026-11-24 – 2026-11-24' },
    {
      by: 'operator',
      action: 'account.change',
      subject: 'manager',
      outcome: 'done',
      changes: { password: { from: '…', to: '…' } },
    },
  ])
  expect(JSON.stringify([items, world.log])).not.toMatch(/a new secret word|operators-own-password/)
})
