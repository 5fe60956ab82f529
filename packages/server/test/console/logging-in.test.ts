import { auditPageSchema, meSchema } from '@pointpay/contracts'
import type { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import type { ConsoleTables } from '../../src/console/index.ts'
import { Person, refusal } from './support/person.ts'
import { managerPassword, operatorPassword, useWorlds } from './support/world.ts'

const aWorld = useWorlds()
const HOUR_MS = 3_600_000

test('somebody with a password comes in, is known by name, and goes out', async () => {
  const world = await aWorld()
  await world.manager()
  const person = world.person()
  const response = await person.tryLogin('manager', managerPassword)
  expect(meSchema.parse(await response.json())).toEqual({
    login: 'manager',
    name: '담당자',
    role: 'manager',
    mediaCodes: ['shop'],
  })
  const cookie = response.headers.get('set-cookie')
  expect(cookie).toContain('HttpOnly')
  expect(cookie).toContain('SameSite=Strict')
  expect(cookie).not.toContain('Secure')
  expect(await person.get('/me', meSchema)).toMatchObject({ login: 'manager' })
  const before = new Map(person.cookies)
  expect((await person.send('POST', '/logout')).status).toBe(204)
  expect(person.cookies.size).toBe(0)
  for (const [name, value] of before) person.cookies.set(name, value)
  expect(await refusal(await person.request('/me'))).toMatchObject({ status: 401, code: 'not_logged_in' })
})

test('on https the cookie is for https alone', async () => {
  const world = await aWorld({ origin: 'https://pointpay.test' })
  await world.console.accounts.ensureAccount({
    login: 'operator',
    name: '운영자',
    role: 'operator',
    mediaCodes: [],
    password: operatorPassword,
  })
  const response = await world
    .person()
    .send(
      'POST',
      '/login',
      { login: 'operator', password: operatorPassword },
      { origin: 'https://pointpay.test' },
    )
  expect(response.headers.get('set-cookie')).toContain('Secure')
})

test('a wrong password, an unknown login and a disabled account are told apart by nobody', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  await world.manager()
  const wrong = await refusal(await world.person().tryLogin('manager', 'not this one'))
  const unknown = await refusal(await world.person().tryLogin('nobody', 'not this one'))
  await operator.send('PATCH', '/accounts/manager', { disabled: true })
  const disabled = await refusal(await world.person().tryLogin('manager', managerPassword))
  expect(wrong).toMatchObject({ status: 401, code: 'credentials_wrong' })
  expect(unknown).toEqual(wrong)
  expect(disabled).toEqual(wrong)
})

test('an unknown login takes as long as a wrong password', async () => {
  const world = await aWorld()
  await world.manager()
  const took = async (login: string) => {
    const startMs = performance.now()
    await world.person().tryLogin(login, 'not this one')
    return performance.now() - startMs
  }
  const known = [await took('manager'), await took('manager')]
  const unknown = [await took('nobody'), await took('nobody')]
  // The key derivation takes ten times what all else does: an answer without it would be far below.
  expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2)
})

test('guesses at a login are held up, with the time to wait, and the time ends', async () => {
  const world = await aWorld()
  await world.manager()
  const guesser = world.person()
  for (let guess = 0; guess < 5; guess += 1)
    expect((await guesser.tryLogin('manager', `guess ${guess}`)).status).toBe(401)
  const held = await refusal(await guesser.tryLogin('manager', managerPassword))
  expect(held).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect(Number(held.retryAfter)).toBeGreaterThan(890)
  expect(Number(held.retryAfter)).toBeLessThanOrEqual(900)
  world.clock.advance(15 * 60_000)
  expect((await guesser.tryLogin('manager', managerPassword)).status).toBe(200)
})

test('guesses that come in at once are counted too', async () => {
  const world = await aWorld()
  await world.manager()
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, guess) => world.person().tryLogin('manager', `guess ${guess}`)),
  )
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(7)
})

test('one address cannot try many logins, and another address is not held up by it', async () => {
  let address = '198.51.100.7'
  const world = await aWorld({ clientAddress: () => address, loginLimits: { address: 8 } })
  await world.manager()
  const guesser = world.person()
  const statuses: number[] = []
  for (let login = 0; login < 10; login += 1)
    statuses.push((await guesser.tryLogin(`login${login}`, 'a common password')).status)
  // The manager's own login, which was good, is not counted.
  expect(statuses.indexOf(429)).toBe(8)
  address = '203.0.113.9'
  expect((await world.person().tryLogin('manager', managerPassword)).status).toBe(200)
})

test('all addresses of one IPv6 network are one address', async () => {
  let address = '2001:db8:0:7::1'
  const world = await aWorld({ clientAddress: () => address })
  await world.manager()
  const statuses: number[] = []
  for (const next of ['::1', ':0:0:0:2', ':a::b', '::ffff', ':1:2:3:4', '::9']) {
    address = `2001:db8:0:7${next}`
    statuses.push((await world.person().tryLogin('manager', 'a guess')).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  address = '2001:db8:0:8::1'
  expect((await world.person().tryLogin('manager', managerPassword)).status).toBe(200)
})

test('the throttle is shared by all processes', async () => {
  const world = await aWorld()
  await world.manager()
  const consoles = [world.console, world.another()]
  const statuses: number[] = []
  for (let guess = 0; guess < 7; guess += 1) {
    const person = new Person(consoles[guess % 2]!.routes)
    statuses.push((await person.tryLogin('manager', `guess ${guess}`)).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
})

test('a session ends two hours after it was last used, and twelve hours after its login', async () => {
  const world = await aWorld()
  const idle = await world.manager()
  const busy = await world.manager()
  const isIn = async (person: Person) => (await person.request('/me')).status === 200
  for (let hour = 1; hour < 12; hour += 1) {
    world.clock.advance(HOUR_MS)
    expect(await isIn(busy)).toBe(true)
    if (hour === 3) expect(await isIn(idle)).toBe(false)
  }
  world.clock.advance(HOUR_MS)
  expect(await isIn(busy)).toBe(false)
})

test('what an operator changes of an account bites at once', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const manager = await world.manager()
  const { transactionNumber } = await world.accept()
  const seen = async () => (await manager.request(`/conversions/shop/${transactionNumber}`)).status
  const change = (body: object) => operator.send('PATCH', '/accounts/manager', body)
  expect(await seen()).toBe(200)
  expect((await change({ mediaCodes: ['other'] })).status).toBe(200)
  expect(await seen()).toBe(404)
  await change({ mediaCodes: ['shop'] })
  expect(await seen()).toBe(200)
  await change({ disabled: true })
  expect(await seen()).toBe(401)
  await change({ disabled: false })
  // Enabling lets nobody back in without a password.
  expect(await seen()).toBe(401)
  await manager.logIn('manager', managerPassword)
  await change({ password: 'another password' })
  expect(await seen()).toBe(401)
  expect((await manager.tryLogin('manager', managerPassword)).status).toBe(401)
  expect((await manager.tryLogin('manager', 'another password')).status).toBe(200)
})

test('passwords are kept as scrypt hashes, sessions as hashes of their cookie', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const db = world.db as unknown as Kysely<ConsoleTables>
  const account = await db.selectFrom('console_account').selectAll().executeTakeFirstOrThrow()
  expect(account.password_hash).toMatch(/^scrypt\$15\$8\$3\$/)
  expect(JSON.stringify(account)).not.toContain(managerPassword)
  const sessions = JSON.stringify(await db.selectFrom('console_session').selectAll().execute())
  for (const cookie of manager.cookies.values()) expect(sessions).not.toContain(cookie)
})

test('logins and failures are on the audit trail, without what was typed in', async () => {
  const world = await aWorld({ clientAddress: () => '198.51.100.7' })
  const operator = await world.operator()
  await world.manager()
  await world.person().tryLogin('manager', 'wrong password')
  await world.person().tryLogin('hunter2-my-password', 'x')
  const { items } = await operator.get('/audit', auditPageSchema)
  expect(items.map(({ by, action, subject, outcome }) => [by, action, subject, outcome])).toEqual([
    ['-', 'login', '198.51.100.7', 'unknown-login'],
    ['manager', 'login', '198.51.100.7', 'wrong-password'],
    ['manager', 'login', '198.51.100.7', 'done'],
    ['operator', 'login', '198.51.100.7', 'done'],
  ])
  expect(JSON.stringify(world.log)).not.toMatch(/hunter2|wrong password/)
})

test('sessions outlive the process that opened them', async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const next = new Person(world.another().routes)
  for (const [name, value] of manager.cookies) next.cookies.set(name, value)
  expect((await next.request('/me')).status).toBe(200)
})
