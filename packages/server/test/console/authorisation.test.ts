import { inspectRoutes } from 'hono/dev'
import { expect, test } from 'vitest'
import type { Person } from './support/person.ts'
import { refusal } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()

/** Who gets in where, in the contract's words. Every address that exists must stand here. */
const calls: Record<string, { who: 'all' | 'operator' | 'anybody'; media?: true; body?: object }> = {
  'POST /login': { who: 'anybody', body: { login: 'operator', password: 'wrong' } },
  'GET /service': { who: 'anybody' },
  'POST /logout': { who: 'all' },
  'GET /me': { who: 'all' },
  'POST /me/second-factor': { who: 'all', body: { yourPassword: '' } },
  'PUT /me/second-factor': { who: 'all', body: { code: '000000' } },
  'POST /me/second-factor/end': { who: 'all', body: { yourPassword: '' } },
  'GET /media': { who: 'all' },
  'POST /media': { who: 'operator', body: {} },
  'GET /media/:code': { who: 'all', media: true },
  'PATCH /media/:code': { who: 'operator', media: true, body: {} },
  'PUT /media/:code/app': {
    who: 'operator',
    media: true,
    body: { clientId: 'app', clientSecret: 'secret' },
  },
  'POST /media/:code/return-key': { who: 'operator', media: true },
  'DELETE /media/:code/return-key': { who: 'operator', media: true },
  'POST /media/:code/proof-key': { who: 'operator', media: true },
  'DELETE /media/:code/proof-key': { who: 'operator', media: true },
  'PUT /media/:code/shops': { who: 'operator', media: true },
  'PUT /media/:code/script-tag': { who: 'all', media: true },
  'DELETE /media/:code/script-tag': { who: 'all', media: true },
  'GET /conversions': { who: 'all' },
  'GET /conversions/:mediaCode/:transactionNumber': { who: 'all', media: true },
  'GET /conversions/:mediaCode/:transactionNumber/events': { who: 'all', media: true },
  'GET /conversions/:mediaCode/:transactionNumber/cancel': { who: 'all', media: true },
  'POST /conversions/:mediaCode/:transactionNumber/cancel': {
    who: 'all',
    media: true,
    body: { reason: '사유' },
  },
  'GET /reviews': { who: 'all' },
  'POST /reviews/:id': { who: 'operator', body: { decision: 'retry', note: '메모' } },
  'GET /totals': { who: 'all' },
  'GET /settlement.csv': { who: 'all' },
  'GET /accounts': { who: 'operator' },
  'POST /accounts': { who: 'operator', body: {} },
  'PATCH /accounts/:login': { who: 'operator', body: {} },
  'GET /audit': { who: 'operator' },
}

const addressesOf = (world: World) =>
  inspectRoutes(world.console.routes)
    .filter(({ isMiddleware, method }) => !isMiddleware && method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace('/console/api', '')}`)

function go(person: Person, call: string, transactionNumber: string, mediaCode = 'shop') {
  const [method = '', path = ''] = call.split(' ')
  const address = path
    .replace(/:code|:mediaCode/, mediaCode)
    .replace(':transactionNumber', transactionNumber)
    .replace(':login', 'manager')
    .replace(':id', 'part:1')
  return person.send(method, address, calls[call]?.body)
}

/** Lets a stream go again. */
async function statusOf(response: Response): Promise<number> {
  await response.body?.cancel()
  return response.status
}

test('every address of the console stands in the list that the next tests walk', async () => {
  const world = await aWorld()
  expect(addressesOf(world).sort()).toEqual(Object.keys(calls).sort())
})

test('without a login, every address refuses but the login and what runs in this service', async () => {
  const world = await aWorld()
  const { transactionNumber } = await world.accept()
  for (const call of addressesOf(world).filter((each) => each !== 'GET /service')) {
    const refused = await refusal(await go(world.person(), call, transactionNumber))
    const expected = calls[call]?.who === 'anybody' ? 'credentials_wrong' : 'not_logged_in'
    expect([call, refused.code, refused.status]).toEqual([call, expected, 401])
  }
})

test('what runs in this service is told before anybody has logged in', async () => {
  const world = await aWorld()
  const answer = await world.person().request('/service')
  expect(await answer.json()).toEqual({ pointhub: true, sandbox: true })
})

test("a made-up or a logged-out browser's cookie opens nothing", async () => {
  const world = await aWorld()
  const person = world.person()
  person.cookies.set('pointpay_console', 'A'.repeat(43))
  expect((await refusal(await person.request('/me'))).code).toBe('not_logged_in')
})

test('a manager reaches all that is for everybody, of its own media, and nothing that is for operators', async () => {
  const world = await aWorld()
  const { transactionNumber } = await world.accept()
  let manager = await world.manager()
  const refused: string[] = []
  for (const call of addressesOf(world).filter((each) => calls[each]?.who !== 'anybody')) {
    const status = await statusOf(await go(manager, call, transactionNumber))
    if (status === 403) refused.push(call)
    else expect([call, status]).not.toEqual([call, expect.toBeOneOf([401, 404])])
    if (!manager.cookies.has('pointpay_console')) manager = await world.manager()
  }
  const operatorsOwn = Object.keys(calls).filter((call) => calls[call]?.who === 'operator')
  expect(refused.sort()).toEqual(operatorsOwn.sort())
})

test("to a manager, another's media and one that does not exist look the same: not found", async () => {
  const world = await aWorld()
  const manager = await world.manager()
  const { transactionNumber } = await world.accept({ mediaCode: 'other' })
  for (const call of addressesOf(world).filter((each) => calls[each]?.media)) {
    const others = await refusal(await go(manager, call, transactionNumber, 'other'))
    const nobodys = await refusal(await go(manager, call, transactionNumber, 'nobodys'))
    expect([call, others.status]).toEqual([call, calls[call]?.who === 'operator' ? 403 : 404])
    expect(others).toEqual(nobodys)
  }
  for (const path of ['/conversions', '/reviews', '/totals', '/settlement.csv']) {
    const query = '?mediaCode=other&from=2026-11-24&to=2026-11-24'
    expect([path, (await refusal(await manager.request(path + query))).status]).toEqual([path, 404])
  }
})

test('an operator reaches every address', async () => {
  const world = await aWorld()
  await world.manager()
  const { transactionNumber } = await world.accept()
  let operator = await world.operator()
  for (const call of addressesOf(world)) {
    const status = await statusOf(await go(operator, call, transactionNumber))
    if (!operator.cookies.has('pointpay_console')) operator = await world.operator()
    expect([call, status]).not.toEqual([call, expect.toBeOneOf([403])])
    if (calls[call]?.who !== 'anybody') expect([call, status]).not.toEqual([call, 401])
  }
})

test("a changing call from another site's page, or from no page, is refused, whoever is logged in", async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const { transactionNumber } = await world.accept()
  const changing = addressesOf(world).filter((call) => !call.startsWith('GET'))
  for (const call of changing) {
    const [method = '', path = ''] = call.split(' ')
    const address = path.replace(':transactionNumber', transactionNumber).replace(/:\w+/g, 'shop')
    for (const origin of ['https://evil.test', 'null', 'http://pointpay.test.evil.test', '', undefined]) {
      const response = await operator.request(address, {
        method,
        headers: { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) },
        body: JSON.stringify(calls[call]?.body ?? {}),
      })
      expect([call, origin, (await refusal(response)).code]).toEqual([call, origin, 'origin_refused'])
    }
  }
})

test('a body that a form on another site could send is not read', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  const response = await operator.send('POST', '/accounts', '{}', { 'content-type': 'text/plain' })
  expect(await refusal(response)).toMatchObject({ status: 400, field: 'Content-Type' })
})

test('an address that does not exist is not found, and a body that is too large is not read', async () => {
  const world = await aWorld()
  const operator = await world.operator()
  expect((await refusal(await operator.request('/nothing'))).code).toBe('not_found')
  const large = { name: 'x'.repeat(70_000) }
  expect((await refusal(await operator.send('PATCH', '/accounts/manager', large))).code).toBe(
    'body_too_large',
  )
})
