import { popupErrorBodySchema } from '@pointpay/contracts'
import fc from 'fast-check'
import { inspectRoutes } from 'hono/dev'
import { expect, test } from 'vitest'
import { type Browser, origin } from './support/browser.ts'
import { useWorlds, type World } from './support/pointhub.ts'

const aWorld = useWorlds()
const RUNS = 3_000

/** Names and values as they should be, nearly so, and not at all. */
const likely = fc.constantFrom(
  'shop',
  'nobody',
  'shopper01',
  'KT',
  '홍길동',
  '010-1234-5678',
  '000000',
  'service',
  'third-party',
  'https://shop.test/',
  '0123456789abcdefghijklmnopqrstuv',
  '0123456789abcdefghijklmnopqrstuv-s2',
  '201',
  '-1',
  '1e9',
  '99999999999999999999',
  '\u0000',
  '\u200b',
  '\u202e',
  '\ud800',
  '\ufffd',
  "'; drop table pointhub_session; --",
  '%00',
  '..',
)
const text = fc.oneof(likely, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 400 }))
const names = fc.constantFrom(
  'aCode',
  'userId',
  'addParam',
  'nonce',
  'shopNo',
  'returnTo',
  'name',
  'phone',
  'code',
  'kind',
  'points',
  'amount',
  'agreed',
  'a_code',
  'user_id',
  'add_param',
  'user_ci',
  'user_name',
  'user_phone',
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
const fields = fc.dictionary(names, value, { maxKeys: 8 })
/** Of each call; no two go together, so that no points may move. */
const good = fc.constantFrom<object>(
  { aCode: 'shop', userId: 'shopper01' },
  { name: '홍길동', phone: '010-1234-5678' },
  { code: '000000' },
  { kind: 'KT', points: 1_000 },
  { kind: 'KT', points: 99 },
  { kind: 'KT', points: 5_000, amount: 5_000, agreed: ['service', 'third-party'] },
)
const body = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(good, fc.dictionary(names, value, { maxKeys: 1 }))
      .map(([each, change]) => JSON.stringify({ ...each, ...change })),
  },
  fields.map((each) => JSON.stringify(each)),
  fields.map((each) => asForm(each)),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constant(undefined),
)

function asForm(each: Record<string, unknown>): string {
  const pairs = Object.entries(each).map(([name, one]) => [
    name,
    typeof one === 'string' ? one : JSON.stringify(one),
  ])
  return new URLSearchParams(Object.fromEntries(pairs)).toString()
}

const routesOf = ({ pointhub }: World) =>
  inspectRoutes(pointhub.routes).filter(
    ({ isMiddleware, method, path }) => !isMiddleware && method !== 'ALL' && !path.includes('_sandbox'),
  )

async function ask(
  browser: Browser,
  method: string,
  path: string,
  sent: string | undefined,
  headers: object,
) {
  return browser.request(path, {
    method,
    headers: { origin, ...headers },
    ...(sent === undefined || method === 'GET' ? {} : { body: sent }),
  })
}

test(`of ${RUNS} calls that nobody foresaw, none ends in an error of ours, moves points or leaves a row that no good call made`, async () => {
  const most = 1e9
  const world = await aWorld({
    limits: {
      calls: { browser: most, network: most },
      sessions: { browser: most, network: most, media: most, service: most },
    },
  })
  const browser = world.browser()
  const unidentified = await browser.open()
  const identified = await (await browser.open()).identify()
  const ids = fc.constantFrom(unidentified.id, identified.id)
  const answered = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...routesOf(world)),
      fc.oneof(ids, ids, text),
      fc.array(fc.tuple(names, text), { maxLength: 4 }),
      body,
      fc.constantFrom(
        'application/json',
        'application/json',
        'application/x-www-form-urlencoded',
        'text/plain',
        '',
      ),
      fc.constantFrom('a-good-key', '', '\u0001', 'x'.repeat(300)),
      async ({ method, path }, part, parameters, sent, type, key) => {
        // A session that was left refuses all that comes after.
        const named = method === 'DELETE' ? 'somebody-elses' : part
        const filled = path.replaceAll(/:\w+/g, encode(named))
        const search = new URLSearchParams(parameters)
        const headers = { 'content-type': type, 'idempotency-key': key === '\u0001' ? 'ä' : key }
        const response = await ask(browser, method, `${filled}?${search}`, sent, headers)
        answered.set(`${response.status}`, (answered.get(`${response.status}`) ?? 0) + 1)
        if (response.status >= 500)
          throw new Error(`${method} ${filled}?${search} ${sent}: ${response.status}`)
        if (response.status >= 400 && path.startsWith('/pointhub/api'))
          popupErrorBodySchema.parse(await response.json())
        else await response.body?.cancel()
      },
    ),
    { numRuns: RUNS, seed: 20_261_127 },
  )
  expect([...answered.keys()]).toEqual(expect.arrayContaining(['200', '400', '404', '422']))
  expect(world.log.filter(({ event }) => event === 'pointhub.failed')).toEqual([])
  const { db } = world.store
  expect(await db.selectFrom('pointhub_conversion').selectAll().execute()).toEqual([])
  const sessions = await db.selectFrom('pointhub_session').select('id').execute()
  expect(sessions).toHaveLength(2 + (answered.get('201') ?? 0))
  expect((await identified.reload()).identity.status).toBe('verified')
}, 120_000)

/** As any client may: what no URL can hold goes as its UTF-8 replacement, and no part leads to another path. */
function encode(part: string): string {
  return /^\.{0,2}$/.test(part) ? '-' : encodeURIComponent(part.toWellFormed())
}
