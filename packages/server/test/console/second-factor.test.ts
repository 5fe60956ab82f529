import { auditPageSchema, meSchema, secondFactorOfferSchema } from '@pointpay/contracts'
import { createSecretSealer } from '@pointpay/credit'
import type { Kysely } from 'kysely'
import { URI } from 'otpauth'
import { expect, test } from 'vitest'
import type { ConsoleTables } from '../../src/console/index.ts'
import { answer, type Person, refusal } from './support/person.ts'
import { managerPassword, operatorPassword, useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const STEP_MS = 30_000

/** An authenticator app that scanned the QR code. */
interface App {
  /** What it shows at the world's time, or so many steps of 30 s after it. */
  code(steps?: number): string
}

async function scan(world: World, person: Person, yourPassword = operatorPassword): Promise<App> {
  const offered = await person.send('POST', '/me/second-factor', { yourPassword })
  const totp = URI.parse((await answer(offered, secondFactorOfferSchema)).uri)
  return {
    code: (steps = 0) => totp.generate({ timestamp: world.clock.now().getTime() + steps * STEP_MS }),
  }
}

/** An operator whose login needs codes from now on; the app shows one that was not used yet. */
async function withSecondFactor(world: World) {
  const operator = await world.operator()
  const app = await scan(world, operator)
  const confirmed = await operator.send('PUT', '/me/second-factor', { code: app.code() })
  expect(await answer(confirmed, meSchema)).toMatchObject({ login: 'operator', secondFactor: true })
  world.clock.advance(2 * STEP_MS)
  return { operator, app }
}

/** A code that the app does not show anywhere near now. */
const wrong = (app: App) => {
  const near = [-2, -1, 0, 1, 2].map((steps) => app.code(steps))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code))!
}

test('with a second factor the password alone opens nothing, and the code with it does', async () => {
  const world = await aWorld()
  const { operator, app } = await withSecondFactor(world)
  const person = world.person()
  const asked = await refusal(await person.tryLogin('operator', operatorPassword))
  expect(asked).toMatchObject({ status: 401, code: 'code_needed', field: 'code' })
  expect(person.cookies.size).toBe(0)
  const refused = await refusal(await person.tryLogin('operator', operatorPassword, wrong(app)))
  expect(refused).toMatchObject({ status: 401, code: 'credentials_wrong', field: 'code' })
  expect(person.cookies.size).toBe(0)
  const response = await person.tryLogin('operator', operatorPassword, app.code())
  expect(await answer(response, meSchema)).toMatchObject({ secondFactor: true })
  const { items } = await operator.get('/audit', auditPageSchema)
  expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'login done',
    'login code-wrong',
    'login code-missing',
    'second-factor.on done',
    'second-factor.offer done',
    'login done',
  ])
  expect(JSON.stringify([items, world.log])).not.toContain(app.code())
})

test('whether a code is needed is told to nobody without the password', async () => {
  const world = await aWorld()
  const { app } = await withSecondFactor(world)
  const without = await refusal(await world.person().tryLogin('operator', 'not this one'))
  const withCode = await refusal(await world.person().tryLogin('operator', 'not this one', app.code()))
  expect(without).toMatchObject({ code: 'credentials_wrong' })
  expect(without.field).toBeUndefined()
  expect(withCode).toEqual(without)
})

test('a code counts once, also in two logins at once, and none from before it counts after it', async () => {
  const world = await aWorld()
  const { app } = await withSecondFactor(world)
  const logIn = (code: string) => world.person().tryLogin('operator', operatorPassword, code)
  const before = app.code(-1)
  const both = await Promise.all([logIn(app.code()), logIn(app.code())])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
  expect((await logIn(app.code())).status).toBe(401)
  expect((await logIn(before)).status).toBe(401)
  world.clock.advance(STEP_MS)
  expect((await logIn(app.code())).status).toBe(200)
})

test('a phone may be half a minute off, and not more', async () => {
  const world = await aWorld()
  const { app } = await withSecondFactor(world)
  const logIn = (code: string) => world.person().tryLogin('operator', operatorPassword, code)
  expect((await logIn(app.code(-2))).status).toBe(401)
  expect((await logIn(app.code(2))).status).toBe(401)
  expect((await logIn(app.code(-1))).status).toBe(200)
  expect((await logIn(app.code(1))).status).toBe(200)
})

test('who knows the password cannot guess codes from many networks, and the owner’s own browser is not held up', async () => {
  let address = '198.51.100.7'
  const world = await aWorld({ clientAddress: () => address, loginLimits: { codes: 3 } })
  const { app } = await withSecondFactor(world)
  const owner = world.person()
  expect((await owner.tryLogin('operator', operatorPassword, app.code())).status).toBe(200)
  world.clock.advance(STEP_MS)
  const statuses: number[] = []
  for (let guess = 0; guess < 5; guess += 1) {
    address = `203.0.113.${guess}`
    statuses.push((await world.person().tryLogin('operator', operatorPassword, wrong(app))).status)
  }
  expect(statuses).toEqual([401, 401, 401, 429, 429])
  address = '192.0.2.1'
  const held = await refusal(await world.person().tryLogin('operator', operatorPassword, app.code()))
  expect(held).toMatchObject({ status: 429, code: 'too_many_requests' })
  const response = await owner.tryLogin('operator', operatorPassword, app.code())
  expect(response.status).toBe(200)
  const { items } = await owner.get('/audit?action=login.under_attack', auditPageSchema)
  expect(items.map(({ subject, outcome }) => [subject, outcome])).toEqual([['operator', 'wrong-code']])
})

test('a key does nothing until a code of it came, and then all other logins of the account end', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const elsewhere = await world.operator()
  const abandoned = await scan(world, operator)
  expect((await world.person().tryLogin('operator', operatorPassword)).status).toBe(200)
  const app = await scan(world, operator)
  const ofAbandoned = await refusal(
    await operator.send('PUT', '/me/second-factor', { code: abandoned.code() }),
  )
  expect(ofAbandoned).toMatchObject({ status: 400, field: 'code' })
  expect((await operator.send('PUT', '/me/second-factor', { code: app.code() })).status).toBe(200)
  expect((await elsewhere.request('/me')).status).toBe(401)
  expect(await operator.get('/me', meSchema)).toMatchObject({ secondFactor: true })
  // Another key would shut the owner's app out: the present one is ended first.
  const again = await refusal(
    await operator.send('POST', '/me/second-factor', { yourPassword: operatorPassword }),
  )
  expect(again).toMatchObject({ status: 409, code: 'conflict' })
})

test('switching it on or off takes the own password', async () => {
  const world = await aWorld()
  const { operator, app } = await withSecondFactor(world)
  for (const path of ['/me/second-factor', '/me/second-factor/end']) {
    const refused = await refusal(await operator.send('POST', path, { yourPassword: 'not this one' }))
    expect(refused).toMatchObject({ code: 'credentials_wrong', field: 'yourPassword' })
  }
  expect((await world.person().tryLogin('operator', operatorPassword)).status).toBe(401)
  const ended = await operator.send('POST', '/me/second-factor/end', { yourPassword: operatorPassword })
  expect(await answer(ended, meSchema)).toMatchObject({ secondFactor: false })
  expect((await world.person().tryLogin('operator', operatorPassword)).status).toBe(200)
  expect((await world.person().tryLogin('operator', operatorPassword, app.code())).status).toBe(200)
})

test('an operator ends it for somebody who lost their phone, and a manager may have one too', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const manager = await world.manager()
  const app = await scan(world, manager, managerPassword)
  await manager.send('PUT', '/me/second-factor', { code: app.code() })
  expect((await world.person().tryLogin('manager', managerPassword)).status).toBe(401)
  const change = (body: object) => operator.send('PATCH', '/accounts/manager', body)
  expect(await refusal(await change({ secondFactor: false }))).toMatchObject({ field: 'yourPassword' })
  expect((await change({ secondFactor: true, yourPassword: operatorPassword })).status).toBe(400)
  expect((await change({ secondFactor: false, yourPassword: operatorPassword })).status).toBe(200)
  expect((await world.person().tryLogin('manager', managerPassword)).status).toBe(200)
  const { items } = await operator.get('/audit?action=account.change', auditPageSchema)
  expect(items[0]?.changes).toEqual({ secondFactor: { from: true, to: false } })
})

test('the key is sealed, and where its token key is gone nobody is let in without a code', async () => {
  const world = await aWorld()
  const { app } = await withSecondFactor(world)
  const db = world.db as unknown as Kysely<ConsoleTables>
  const row = await db.selectFrom('console_second_factor').selectAll().executeTakeFirstOrThrow()
  expect(row.sealed).toMatch(/^v1\.k1\./)
  const other = createSecretSealer({ current: { id: 'k2', key: Buffer.alloc(32, 9) } })
  const elsewhere = world.another({ sealer: other })
  const logIn = async (code?: string) =>
    elsewhere.routes.request('http://pointpay.test/console/api/login', {
      method: 'POST',
      headers: { origin: 'http://pointpay.test', 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'operator', password: operatorPassword, code }),
    })
  expect((await logIn()).status).toBe(401)
  const refused = await refusal(await logIn(app.code()))
  expect(refused).toMatchObject({ status: 500, code: 'internal' })
  expect(refused.message).toContain('이전 토큰 키')
})
