import {
  accountViewSchema,
  type AuditEntry,
  auditPageSchema,
  conversionPageSchema,
  mediaStatusSchema,
} from '@pointpay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { answer, type Person, refusal } from './support/person.ts'
import { managerPassword, operatorPassword, useWorlds } from './support/world.ts'

const aWorld = useWorlds()

const trail = async (operator: Person, query = '') =>
  (await operator.get(`/audit${query}`, auditPageSchema)).items
const brief = ({ by, action, mediaCode, subject, outcome }: AuditEntry) => [
  by,
  action,
  mediaCode,
  subject,
  outcome,
]

test('what an operator changes of a media stands on the trail with what it was before', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const before = await operator.get('/media/shop', mediaStatusSchema)
  await operator.send('PATCH', '/media/shop', { name: '새 이름', capPerDay: 1_000_000 })
  await operator.send('PATCH', '/media/shop', { name: '새 이름' })
  const [same, change] = await trail(operator)
  expect(change).toMatchObject({
    action: 'media.change',
    mediaCode: 'shop',
    changes: {
      name: { from: '데모몰', to: '새 이름' },
      capPerDay: { from: before.capPerDay, to: 1_000_000 },
    },
  })
  expect(Object.keys(change?.changes ?? {})).toHaveLength(2)
  expect(same?.changes).toBeNull()
})

test('a media that is added stands on the trail as it was added', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const integration = { kind: 'own-backend', returnUrl: 'https://merchant.test/return' }
  await operator.send('POST', '/media', { code: 'newshop', name: '새 가맹점', integration })
  const [added] = await trail(operator)
  expect(added).toMatchObject({ action: 'media.add', mediaCode: 'newshop', outcome: 'done' })
  expect(added?.changes).toMatchObject({
    name: { from: null, to: '새 가맹점' },
    kind: { from: null, to: 'own-backend' },
    returnUrl: { from: null, to: 'https://merchant.test/return' },
  })
})

test('of a key or a secret the trail says that it is another, and neither of the two', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const { returnUrl: before } = await operator.get('/media/shop', mediaStatusSchema)
  const { returnUrl: after } = await answer(
    await operator.send('POST', '/media/shop/return-key'),
    mediaStatusSchema,
  )
  await operator.send('PUT', '/media/shop/app', { clientId: 'another-app', clientSecret: 'another-secret' })
  const items = await trail(operator)
  expect(items.slice(0, 3)).toMatchObject([
    { action: 'media.app', outcome: 'done', changes: null },
    {
      action: 'media.app',
      outcome: 'asked',
      changes: { clientId: { from: 'app', to: 'another-app' }, clientSecret: { from: '…', to: '…' } },
    },
    { action: 'media.return-key', outcome: 'done', changes: { returnUrl: { from: '…', to: '…' } } },
  ])
  for (const secret of [before, after, 'another-secret'].map((text) => text?.split('/').at(-1)))
    expect(JSON.stringify(items)).not.toContain(secret)
})

test('what an operator changes of an account stands on the trail with what it was before', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.manager()
  await operator.send('PATCH', '/accounts/manager', { name: '새 담당자', mediaCodes: ['shop', 'other'] })
  await operator.send('PATCH', '/accounts/nobody', { name: '없는 사람' })
  const items = await trail(operator)
  expect(items.slice(0, 2)).toMatchObject([
    { action: 'account.change', subject: 'nobody', outcome: 'not-found', changes: null },
    {
      action: 'account.change',
      subject: 'manager',
      outcome: 'done',
      changes: {
        name: { from: '담당자', to: '새 담당자' },
        mediaCodes: { from: ['shop'], to: ['shop', 'other'] },
      },
    },
  ])
})

test('where the trail cannot be written, nothing is changed and nothing of a member is shown', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.manager()
  const { transactionNumber } = await world.accept()
  await sql`delete from console_audit_head`.execute(world.db)
  const calls: [string, string, object?][] = [
    ['PATCH', '/accounts/manager', { name: '바뀐 이름' }],
    ['PATCH', '/media/shop', { name: '바뀐 이름' }],
    ['POST', '/media/shop/return-key'],
    ['POST', `/conversions/shop/${transactionNumber}/cancel`, { reason: '변심' }],
    ['GET', `/conversions/shop/${transactionNumber}`],
    ['GET', '/conversions?memberId=shopper01'],
  ]
  const { returnUrl } = await operator.get('/media/shop', mediaStatusSchema)
  for (const [method, path, body] of calls)
    expect([path, (await refusal(await operator.send(method, path, body))).status]).toEqual([path, 500])
  await sql`insert into console_audit_head (lines, hash) values (0, '')`.execute(world.db)
  expect(await operator.get('/media/shop', mediaStatusSchema)).toMatchObject({ name: '데모몰', returnUrl })
  const accounts = await operator.get('/accounts', z.object({ items: z.array(accountViewSchema) }))
  expect(accounts.items.map(({ name }) => name)).toEqual(['담당자', '운영자'])
  const { rows } = await sql`select * from console_refund`.execute(world.db)
  expect(rows).toEqual([])
})

test("a reading of one conversion is on the trail once in ten minutes, of its stream's events not each", async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const manager = await world.manager()
  const { transactionNumber } = await world.accept()
  const path = `/conversions/shop/${transactionNumber}`
  const readings = async () => (await trail(operator, '?action=conversion.read')).map(brief)
  const managers = ['manager', 'conversion.read', 'shop', transactionNumber, 'done']
  await manager.request(path)
  await (await manager.request(`${path}/events`)).body?.cancel()
  await manager.request(`${path}/cancel`)
  expect(await readings()).toEqual([managers])
  await operator.request(path)
  expect(await readings()).toEqual([['operator', ...managers.slice(1)], managers])
  world.clock.advance(10 * 60_000)
  await manager.request(path)
  expect(await readings()).toHaveLength(3)
})

test('a search for a member is on the trail with whom it was for; a list of all is not', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const manager = await world.manager()
  await manager.get('/conversions', conversionPageSchema)
  await manager.get('/conversions?memberId=shopper01', conversionPageSchema)
  await manager.get('/conversions?memberId=shopper01', conversionPageSchema)
  await manager.get('/conversions?memberId=shopper01&mediaCode=shop', conversionPageSchema)
  const found = await trail(operator, '?action=conversion.search')
  expect(found.map(brief)).toEqual([
    ['manager', 'conversion.search', 'shop', 'shopper01', 'done'],
    ['manager', 'conversion.search', null, 'shopper01', 'done'],
  ])
})

test("who asks for another's media is on the trail, with what was asked for", async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const manager = await world.manager()
  for (const path of [
    '/media/other',
    '/media/other',
    '/conversions/other/ME1',
    '/conversions?mediaCode=other',
    '/settlement.csv?mediaCode=nobodys&from=2026-11-24&to=2026-11-24',
  ])
    expect((await refusal(await manager.request(path))).status).toBe(404)
  const refused = await trail(operator, '?action=access.refused')
  expect(refused.map(brief)).toEqual([
    ['manager', 'access.refused', 'nobodys', 'GET /console/api/settlement.csv', 'not_found'],
    ['manager', 'access.refused', 'other', 'GET /console/api/conversions', 'not_found'],
    [
      'manager',
      'access.refused',
      'other',
      'GET /console/api/conversions/:mediaCode/:transactionNumber',
      'not_found',
    ],
    ['manager', 'access.refused', 'other', 'GET /console/api/media/:code', 'not_found'],
  ])
})

test('the trail is asked for one person, one kind of action, or both', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const manager = await world.manager()
  await manager.send('POST', '/logout')
  await operator.send('PATCH', '/accounts/manager', { name: '담당' })
  expect((await trail(operator, '?by=manager')).map(({ action }) => action)).toEqual(['logout', 'login'])
  expect((await trail(operator, '?action=login')).map(({ by }) => by)).toEqual(['manager', 'operator'])
  expect(await trail(operator, '?by=manager&action=account.change')).toEqual([])
  expect((await refusal(await operator.request('/audit?action=nothing'))).field).toBe('action')
})

test('a password is set by somebody who proves with their own that it is them', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.manager()
  const set = (body: object) => operator.send('PATCH', '/accounts/manager', body)
  const password = 'another password'
  expect(await refusal(await set({ password }))).toMatchObject({ status: 400, field: 'yourPassword' })
  expect(await refusal(await set({ password, yourPassword: managerPassword }))).toMatchObject({
    status: 401,
    code: 'credentials_wrong',
    field: 'yourPassword',
  })
  expect((await world.person().tryLogin('manager', managerPassword)).status).toBe(200)
  expect((await set({ password, yourPassword: operatorPassword })).status).toBe(200)
  expect((await world.person().tryLogin('manager', password)).status).toBe(200)
  // Nothing else of an account needs it.
  expect((await set({ name: '다른 이름' })).status).toBe(200)
  const items = await trail(operator, '?action=account.change')
  expect(items.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['manager', 'done'],
    ['manager', 'done'],
    ['manager', 'wrong-password'],
  ])
})

test('who sits down at an open console cannot guess its password there', async () => {
  const world = await aWorld({ loginLimits: { knownBrowser: 2, loginFromNetwork: 1 } })
  const operator = await world.operator()
  const statuses: number[] = []
  for (let guess = 0; guess < 4; guess += 1) {
    const body = { password: 'another password', yourPassword: `guess ${guess}` }
    statuses.push((await operator.send('PATCH', '/accounts/operator', body)).status)
  }
  expect(statuses).toEqual([401, 401, 401, 429])
})

test('an operator who sets their own password logs in again with it', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const body = { password: 'another password', yourPassword: operatorPassword }
  expect((await operator.send('PATCH', '/accounts/operator', body)).status).toBe(200)
  expect((await operator.request('/me')).status).toBe(401)
  await operator.logIn('operator', 'another password')
})

test('an account whose login cannot be is not found, whatever stands in its place', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  for (const login of ['%00', '%ff', '%E0%A4', '가나다', 'UPPER', 'x'.repeat(2_000), '..%2fmedia']) {
    const response = await operator.send('PATCH', `/accounts/${login}`, { name: '이름' })
    expect([login, (await refusal(response)).status]).toEqual([login, expect.toBeOneOf([400, 404])])
  }
})
