import { consoleErrorBodySchema } from '@pointpay/contracts'
import fc from 'fast-check'
import { inspectRoutes } from 'hono/dev'
import { expect, test } from 'vitest'
import type { Person } from './support/person.ts'
import { useWorlds, type World } from './support/world.ts'

const aWorld = useWorlds()
const RUNS = 3_000

/** Names and values as they should be, nearly so, and not at all. */
const likely = fc.constantFrom(
  'shop',
  'other',
  'manager',
  'operator',
  'part:1',
  'postback:shop:ME1',
  '2026-11-24',
  '2026-02-30',
  '0001-01-01',
  '9999-12-31',
  'credited',
  'cancelled',
  'retry',
  'cafe24',
  '1',
  '-1',
  '99999999999999999999',
  '2026-11-24T00:00:00.000000Z~credit~1',
  '9999-99-99T00:00:00.000000Z~conversion~x',
  '\u0000',
  '\ud800',
  "'; drop table credit_credits; --",
  '%00',
  '..',
)
const text = fc.oneof(likely, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 400 }))
const names = fc.constantFrom(
  'login',
  'password',
  'code',
  'name',
  'integration',
  'kind',
  'mallId',
  'clientId',
  'clientSecret',
  'returnUrl',
  'origins',
  'returnNetworks',
  'capPerCall',
  'capPerDay',
  'accentColor',
  'reason',
  'decision',
  'note',
  'role',
  'mediaCodes',
  'disabled',
  'mediaCode',
  'memberId',
  'transactionNumber',
  'state',
  'from',
  'to',
  'cursor',
  '__proto__',
)
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(names, text, { maxKeys: 4 }),
)
const body = fc.oneof(
  fc.dictionary(names, value, { maxKeys: 8 }).map((each) => JSON.stringify(each)),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constant(undefined),
)
const query = fc.array(fc.tuple(names, text), { maxLength: 4 })

const pathsOf = (world: World) =>
  inspectRoutes(world.console.routes)
    .filter(
      ({ isMiddleware, method, path }) => !isMiddleware && method !== 'ALL' && !path.endsWith('/logout'),
    )
    .map(({ method, path }) => ({ method, path: path.replace('/console/api', '') }))

async function ask(person: Person, method: string, path: string, sent: string | undefined, type: string) {
  return person.request(path, {
    method,
    headers: { origin: 'http://pointpay.test', 'content-type': type },
    ...(sent === undefined || method === 'GET' ? {} : { body: sent }),
  })
}

test(`of ${RUNS} calls that nobody foresaw, none ends in an error of ours, and every refusal is a proper one`, async () => {
  const world = await aWorld()
  const number = await world.convert(5_000)
  const operator = await world.operator()
  const answered = new Set<number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...pathsOf(world)),
      fc.array(fc.oneof(likely, fc.constant(number), text), { minLength: 2, maxLength: 2 }),
      query,
      body,
      fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain', ''),
      async ({ method, path }, parts, parameters, sent, type) => {
        let next = 0
        const filled = path.replaceAll(/:\w+/g, () => encode(parts[next++] ?? ''))
        const search = new URLSearchParams(parameters)
        const response = await ask(operator, method, `${filled}?${search}`, sent, type)
        answered.add(response.status)
        if (response.status >= 500)
          throw new Error(`${method} ${filled}?${search} ${sent}: ${response.status}`)
        if (response.status >= 400) consoleErrorBodySchema.parse(await response.json())
        else await response.body?.cancel()
        // The operator's own account may have been changed by a call that was right by chance.
        if (response.status === 401 && !path.startsWith('/login')) await world.operator()
      },
    ),
    { numRuns: RUNS, seed: 20_261_124 },
  )
  expect([...answered]).toEqual(expect.arrayContaining([200, 400, 404]))
  expect(world.log.filter(({ event }) => event === 'console.failed')).toEqual([])
}, 60_000)

/** As any client may: what no URL can hold goes as its UTF-8 replacement. */
function encode(part: string): string {
  return encodeURIComponent(part.toWellFormed()) || '-'
}
