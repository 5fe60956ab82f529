import { readFile } from 'node:fs/promises'
import { auditPageSchema, meSchema } from '@pointpay/contracts'
import type { Context } from 'hono'
import type { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import type { ConsoleTables } from '../../src/console/index.ts'
import { origin, Person, refusal } from './support/person.ts'
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
    secondFactor: false,
  })
  const cookie = response.headers.get('set-cookie')
  expect(cookie).toContain('HttpOnly')
  expect(cookie).toContain('SameSite=Strict')
  expect(cookie).not.toContain('Secure')
  expect(await person.get('/me', meSchema)).toMatchObject({ login: 'manager' })
  const before = new Map(person.cookies)
  expect((await person.send('POST', '/logout')).status).toBe(204)
  expect(person.cookies.has('pointpay_console')).toBe(false)
  for (const [name, value] of before) person.cookies.set(name, value)
  expect(await refusal(await person.request('/me'))).toMatchObject({ status: 401, code: 'not_logged_in' })
})

test('on https the cookie is for https alone', async () => {
  const world = await aWorld({ origin: 'https://pointpay.test' })
  await world.console.accounts.ensureAccount(
    { login: 'operator', name: '운영자', role: 'operator', mediaCodes: [], password: operatorPassword },
    'a test',
  )
  const response = await world
    .person()
    .send(
      'POST',
      '/login',
      { login: 'operator', password: operatorPassword },
      { origin: 'https://pointpay.test' },
    )
  const cookies = response.headers.getSetCookie()
  expect(cookies).toHaveLength(2)
  for (const cookie of cookies) expect(cookie).toContain('Secure')
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

test('guesses at a login from one network are held up, with the time to wait, and the time ends', async () => {
  const world = await aWorld()
  await world.manager()
  const guesser = world.person()
  for (let guess = 0; guess < 5; guess += 1)
    expect((await guesser.tryLogin('manager', `guess ${guess}`)).status).toBe(401)
  const held = await refusal(await guesser.tryLogin('manager', managerPassword))
  expect(held).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect(Number(held.retryAfter)).toBeGreaterThan(800)
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

test('one network cannot try many logins, and another network is not held up by it', async () => {
  let address = '198.51.100.7'
  const world = await aWorld({ clientAddress: () => address, loginLimits: { network: 8 } })
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
  await change({ password: 'another password', yourPassword: operatorPassword })
  expect(await seen()).toBe(401)
  expect((await manager.tryLogin('manager', managerPassword)).status).toBe(401)
  expect((await manager.tryLogin('manager', 'another password')).status).toBe(200)
})

test('a login that is under way while its account is disabled opens nothing, also once it is enabled again', async () => {
  const world = await aWorld()
  await world.manager()
  const db = world.db as unknown as Kysely<ConsoleTables>
  const person = world.person()
  const underWay = person.tryLogin('manager', managerPassword)
  await world.until('its password is being checked', async () => {
    return (await db.selectFrom('console_login_tries').selectAll().execute()).some(({ tries }) => tries > 0)
  })
  const change = (disabled: boolean) => world.console.accounts.change('manager', { disabled }, 'a test')
  await change(true)
  expect((await underWay).status).toBe(401)
  await change(false)
  expect((await person.request('/me')).status).toBe(401)
  expect((await person.tryLogin('manager', managerPassword)).status).toBe(200)
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

const addressOf = (c: Context) => c.req.header('x-test-address') ?? '198.51.100.7'
const tryFrom = (person: Person, address: string, login: string, password: string) =>
  person.send('POST', '/login', { login, password }, { 'x-test-address': address })

/** On a machine that is busy with other things, each password may take seconds. */
const MANY_PASSWORDS_TIMEOUT_MS = 240_000

test(
  'forty wrong logins at once from as many networks hold up neither a page, nor a file, nor a browser that is known',
  { timeout: MANY_PASSWORDS_TIMEOUT_MS },
  async () => {
    const world = await aWorld({ clientAddress: addressOf, loginLimits: { loginFromNetwork: 1 } })
    const manager = await world.manager()
    const network = (number: number) => `2001:db8:0:${number.toString(16)}::1`
    let judged = 0
    const firstJudged = Promise.withResolvers<void>()
    const strangers = Array.from({ length: 40 }, async (_, number) => {
      const response = await tryFrom(world.person(), network(number), 'manager', `guess ${number}`)
      if (response.status === 401) {
        judged += 1
        firstJudged.resolve()
      }
      return { number, response }
    })
    await firstJudged.promise
    const page = await world.pointhub.routes.request(
      `${origin}/pointhub/direct?a_code=shop&user_id=shopper01`,
    )
    await readFile(import.meta.filename)
    expect(page.status).toBe(200)
    expect(judged).toBeLessThan(10)
    expect((await tryFrom(manager, '203.0.113.9', 'manager', managerPassword)).status).toBe(200)
    expect(judged).toBeLessThan(15)

    const refused = (await Promise.all(strangers)).filter(({ response }) => response.status !== 401)
    expect(judged).toBeGreaterThanOrEqual(20)
    const [first] = refused
    expect(await refusal(first!.response)).toMatchObject({ code: 'too_many_requests', retryAfter: '5' })
    // What was not judged is not counted.
    const again = await tryFrom(world.person(), network(first!.number), 'manager', managerPassword)
    expect(again.status).toBe(200)
  },
)

test(
  'however many guess at a login from elsewhere, its owner comes in, with a new browser too',
  { timeout: MANY_PASSWORDS_TIMEOUT_MS },
  async () => {
    const world = await aWorld({ clientAddress: addressOf })
    const manager = await world.manager()
    for (let network = 1; network <= 11; network += 1)
      await Promise.all(
        Array.from({ length: 5 }, async (_, guess) => {
          const { status } = await tryFrom(world.person(), `192.0.2.${network}`, 'manager', `guess ${guess}`)
          expect(status).toBe(401)
        }),
      )
    expect((await tryFrom(world.person(), '203.0.113.9', 'manager', managerPassword)).status).toBe(200)
    expect((await tryFrom(manager, '192.0.2.1', 'manager', managerPassword)).status).toBe(200)
  },
)

test('many wrong passwords for one login are told once in a while, in the log and on the audit trail', async () => {
  const warned: { event: string; fields: object }[] = []
  const log = {
    info() {},
    warn: (fields: object, event: string) => void warned.push({ event, fields }),
    error() {},
  }
  const world = await aWorld({ log, clientAddress: addressOf, loginLimits: { attack: 2 } })
  const operator = await world.operator()
  await world.manager()
  const attack = async () => {
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3'])
      await tryFrom(world.person(), address, 'manager', 'a guess')
  }
  await attack()
  await tryFrom(world.person(), '192.0.2.4', 'nobody', 'a guess')
  await tryFrom(world.person(), '192.0.2.4', 'nobody', 'a guess')
  const told = { event: 'login.under_attack', fields: { outcome: 'wrong-password' } }
  expect(warned).toEqual([told])
  const trail = async () => (await operator.get('/audit?action=login.under_attack', auditPageSchema)).items
  expect(await trail()).toMatchObject([{ by: '-', subject: 'manager', outcome: 'wrong-password' }])
  world.clock.advance(15 * 60_000)
  await attack()
  expect(warned).toEqual([told, told])
  expect(await trail()).toHaveLength(2)
})

/** A browser that the manager once used, in an office whose network is held up by now. */
async function aHeldUpOffice() {
  const world = await aWorld()
  const manager = await world.manager()
  const heldUp = world.another({ loginLimits: { network: 0, knownBrowser: 2 } })
  /** The status of a login in this browser. */
  const comesIn = async (login = 'manager', password = managerPassword, at = heldUp) => {
    const browser = new Person(at.routes)
    for (const [name, value] of manager.cookies) browser.cookies.set(name, value)
    return (await browser.tryLogin(login, password)).status
  }
  return { world, heldUp, manager, comesIn }
}

test('a browser that came in before comes in again, though its whole network is held up', async () => {
  const { heldUp, comesIn } = await aHeldUpOffice()
  expect((await new Person(heldUp.routes).tryLogin('manager', managerPassword)).status).toBe(429)
  expect(await comesIn()).toBe(200)
})

test('a browser is known for half a year, to itself and the server alone', async () => {
  const { world, manager, comesIn } = await aHeldUpOffice()
  const response = await manager.tryLogin('manager', managerPassword)
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('pointpay_known_'))
  expect(cookie).toMatch(/; Max-Age=15552000;.*Path=\/console\/api; HttpOnly; SameSite=Strict$/)
  expect(cookie).not.toContain('manager')
  world.clock.advance(180 * 24 * HOUR_MS - 60_000)
  expect(await comesIn()).toBe(200)
  world.clock.advance(60_000)
  expect(await comesIn()).toBe(429)
})

test('a known browser has few tries of its own, and behind them it is a stranger', async () => {
  const { world, comesIn } = await aHeldUpOffice()
  expect(await comesIn('manager', 'mistyped')).toBe(401)
  expect(await comesIn('manager', 'mistyped again')).toBe(401)
  expect(await comesIn()).toBe(429)
  world.clock.advance(15 * 60_000)
  expect(await comesIn('manager', 'mistyped')).toBe(401)
  // Coming in forgets what was mistyped before.
  expect(await comesIn()).toBe(200)
  expect(await comesIn('manager', 'mistyped')).toBe(401)
  expect(await comesIn()).toBe(200)
})

test('a browser is known as the login that it came in as, by the password that it came in with', async () => {
  const { world, manager, comesIn } = await aHeldUpOffice()
  expect(await comesIn('operator', operatorPassword)).toBe(429)
  const [name, value] = [...manager.cookies].find(([each]) => each.startsWith('pointpay_known_'))!
  manager.cookies.set(
    name,
    value.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
  )
  expect(await comesIn()).toBe(429)
  manager.cookies.set(name, value.replace(/\.\d+\./, '.99999999999.'))
  expect(await comesIn()).toBe(429)
  manager.cookies.set(name, 'nonsense')
  expect(await comesIn()).toBe(429)
  manager.cookies.set(name, value)
  expect(await comesIn()).toBe(200)
  await world.console.accounts.change('manager', { password: 'another password' }, 'a test')
  expect(await comesIn('manager', 'another password')).toBe(429)
})

test('a browser stays known under a new secret while the service has the one before', async () => {
  const { world, comesIn } = await aHeldUpOffice()
  const changed = (previous: string[]) =>
    world.another({
      secrets: { current: 'another secret of at least 32 characters', previous },
      loginLimits: { network: 0 },
    })
  const before = 'a secret of at least 32 characters, for tests'
  expect(await comesIn('manager', managerPassword, changed([before]))).toBe(200)
  expect(await comesIn('manager', managerPassword, changed([]))).toBe(429)
})
