import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aForm, post } from '../support/postback.ts'
import { exchange, statusesOf } from '../support/raw-http.ts'
import { rowCounts } from '../support/row-counts.ts'
import { useService } from '../support/service.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())
const world = useService({
  env: { POINTPAY_WORKER: 'off', POINTPAY_TRUST_PROXY: '1' },
  databaseUrl: () => postgres.databaseUrl,
})

/** Lines that are opened, of which so many are open at once. */
const RUNS = 2_000
const AT_ONCE = 50
/** How long a line is held that is never answered, e.g. because half a request was sent. */
const WAIT_MS = 200

const RETURN_URL = '/RETURN_URL'
const bytes = fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each).toString('latin1'))
const huge = 'x'.repeat(20_000)

const method = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  },
  fc.constantFrom(
    'TRACE',
    'CONNECT',
    'PROPFIND',
    'QUERY',
    'PRI',
    'get',
    'G@T',
    '',
    'GET GET',
    'x'.repeat(300),
  ),
)

const paths = fc.constantFrom(
  RETURN_URL,
  '/solution/webhook',
  '/solution/launch',
  '/solution/result',
  '/solution/install/shop',
  '/solution/presses/x',
  '/pointhub/direct',
  '/pointhub/direct_ci',
  '/pointhub/api/sessions',
  '/pointhub/api/sessions/x/events',
  '/pointhub/sessions/x',
  '/pointhub/assets/x.js',
  '/console/',
  '/console/api/me',
  '/console/api/accounts/x',
  '/sdk/v1/pointpay.js',
  '/healthz',
  '/openapi.json',
)
const endings = fc.constantFrom(
  '',
  '?a_code=%00&user_id=x',
  '?%',
  '?%zz=%E2%80%8B',
  '?__proto__=x&constructor=y',
  `?x=${'y'.repeat(8_000)}`,
  '/%00',
  '/%ED%A0%80',
  '/../../etc/passwd',
  '/..%2f..%2fetc',
  '\\..\\x',
  '//',
  '#x',
)
const target = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(paths, endings).map((parts) => parts.join('')) },
  fc
    .tuple(fc.constantFrom('http://evil.test', 'https://evil.test:99999', 'http://', 'ftp://x'), paths)
    .map((parts) => parts.join('')),
  fc.constantFrom('*', '', '/', '//evil.test/pointhub/direct', '/\\evil.test', 'evil.test:443', `/${huge}`),
  bytes,
)

/** Headers that get past the parser, and those that it refuses. */
const header = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'content-type: application/json',
      'content-type: application/x-www-form-urlencoded',
      'content-type: multipart/form-data; boundary=x',
      'content-type: text/plain;;;charset',
      'transfer-encoding: chunked',
      'Transfer-Encoding:\tchunked',
      'origin: null',
      'cookie: pointpay_browser=\u0080; pointpay_console=%00; =; ;;',
      'x-forwarded-for: 1.2.3.4, [::1',
      'x-request-id: a\tb',
      'accept-language: en;q=x',
      'accept-encoding: br;q=zero, *',
      'idempotency-key: \u0080',
      'expect: 100-continue',
      'connection: close, keep-alive',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'content-length: 5',
      'content-length: 0',
      'content-length: -1',
      'content-length: +5',
      'content-length: 0x10',
      'content-length: 99999999999999999999',
      'content-length: 5, 5',
      'transfer-encoding: chunked, chunked',
      'transfer-encoding: identity',
      'transfer-encoding : chunked',
      'host: evil.test',
      'host: ',
      'host: a b',
      'host: pointpay.test:99999',
      'expect: something',
      'connection: upgrade\r\nupgrade: websocket',
      ' folded: value',
      'name with blanks: x',
      'no-colon',
      ': no-name',
      'x-a: b\nx-injected: c',
      'x-a: b\rx-injected: c',
      'x-zero: \u0000',
      `x-huge: ${huge}`,
      Array.from({ length: 3_000 }, (_, index) => `x-${index}: y`).join('\r\n'),
    ),
  },
  bytes,
)

const aForeignForm = new URLSearchParams(aForm({ code: 'another-media' })).toString()
const body = fc.oneof(
  fc.constantFrom(
    '',
    aForeignForm,
    aForeignForm.slice(0, 60),
    'a_code=nobody&user_id=x&user_ci=%00&user_name=%ff&user_phone=01012345678',
    '{"aCode":"nobody","userId":"shopper01"}',
    '{"event_no":90077,"resource":{"mall_id":"nobody","client_id":"x"}}',
    '{"__proto__":{"a":1},"login":',
    '['.repeat(9_000),
    '5\r\nhello\r\n0\r\n\r\n',
    '5;ext="\u0000"\r\nhello\r\n0\r\ntrailer: x\r\n\r\n',
    'ffffffffffffffffff\r\nx',
    '-5\r\nhello\r\n',
    '5\nhello\n0\n\n',
    '--x\r\ncontent-disposition: form-data; name="rw_price"\r\n\r\n1\r\n--x--\r\n',
  ),
  bytes,
)
const pipelined = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc.constantFrom(
    'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n',
    'GARBAGE\r\n\r\n',
    '\r\n\r\n\r\n',
    '\u0000\u0000\u0000',
  ),
  bytes,
)

/** A request as nobody would write it: most are nearly right, so that they get past the parser. */
const aRequest = fc
  .record({
    method,
    target,
    version: fc.oneof(
      { weight: 8, arbitrary: fc.constant('HTTP/1.1') },
      fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', ''),
    ),
    host: fc.oneof({ weight: 6, arbitrary: fc.constant('host: 127.0.0.1') }, fc.constant('')),
    headers: fc.array(header, { maxLength: 4 }),
    length: fc.constantFrom('right', 'right', 'right', 'short', 'long', 'none'),
    body,
    pipelined,
    lineEnd: fc.oneof({ weight: 8, arbitrary: fc.constant('\r\n') }, fc.constantFrom('\n', '\r')),
    cut: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
    hangUp: fc.boolean(),
  })
  .map((each) => {
    const length = { right: 0, short: -3, long: 7 }[each.length as 'right' | 'short' | 'long']
    const announced = length === undefined ? '' : `content-length: ${Math.max(0, each.body.length + length)}`
    const lines = [`${each.method} ${each.target} ${each.version}`, each.host, announced, ...each.headers]
    const head = lines.filter((line) => line !== '').join(each.lineEnd)
    const text = `${head}${each.lineEnd.repeat(2)}${each.body}${each.pipelined}`
    return { text: text.slice(0, Math.ceil(text.length * each.cut)), hangUp: each.hangUp }
  })

test(`of ${RUNS} requests as nobody would write them, none ends in an error of ours, leaves a row or takes the server down`, async () => {
  const media = await world().aMedia()
  const { pathname } = new URL(media.returnUrl!)
  const before = await rowCounts(postgres.databaseUrl)
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(fc.array(aRequest, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (requests) => {
      await Promise.all(
        requests.map(async ({ text, hangUp }) => {
          const raw = Buffer.from(text.replace(RETURN_URL, pathname), 'latin1')
          const answer = await exchange(world().origin, { bytes: [raw], hangUp, waitMs: WAIT_MS })
          for (const status of statusesOf(answer)) {
            statuses.add(status)
            if (status >= 500) throw new Error(`${status} for ${JSON.stringify(text)}`)
          }
        }),
      )
    }),
    { numRuns: RUNS / AT_ONCE },
  )
  // They got past the parser and to every part of the service.
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404]))
  expect(world().log.filter(({ level }) => level >= 50)).toEqual([])
  expect(await rowCounts(postgres.databaseUrl)).toEqual(before)
  expect((await fetch(`${world().origin}/readyz`)).status).toBe(200)
  expect((await post(media.returnUrl!, aForm(media))).text).toBe('201')
}, 120_000)
