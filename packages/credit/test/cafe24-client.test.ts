import { createHmac } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { freePort } from '@pointpay/testkit/free-port'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createCafe24Client, isGenuineLaunch, type PointRow } from '../src/index.ts'

const points = 'https://mymall.cafe24api.com/api/v2/admin/points'
const access = { mallId: 'mymall', accessToken: 'a' }
const change = {
  shopNo: 1,
  memberId: 'pointpay',
  amount: 10,
  type: 'increase' as const,
  reason: '제휴포인트 전환 ME1',
}
const cafe24 = createCafe24Client({ fetch: (...call) => fetch(...call) })
const server = setupServer()
const signed = (query: string) =>
  `${query}&hmac=${encodeURIComponent(createHmac('sha256', 'secret').update(query).digest('base64'))}`
const apiError = (status: number, message: string) =>
  HttpResponse.json({ error: { code: status, message, more_info: {} } }, { status })

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

describe('what is known after a call', () => {
  test.each([
    [400, 'refused', 'bad-request'],
    [401, 'not-applied', 'token-refused'],
    [403, 'refused', 'forbidden'],
    [404, 'refused', 'not-found'],
    [409, 'unknown', 'conflict'],
    [422, 'refused', 'invalid-value'],
    [429, 'not-applied', 'too-many-calls'],
    [500, 'unknown', 'server-error'],
    [503, 'unknown', 'server-error'],
    [504, 'unknown', 'server-error'],
  ])('%i in Cafe24’s words is %s', async (status, effect, code) => {
    server.use(http.post(points, () => apiError(status, 'in words')))
    expect(await cafe24.changePoints(access, change)).toMatchObject({
      ok: false,
      status,
      effect,
      code,
      message: 'in words',
    })
  })

  test.each([
    ['amount', { amount: 0 }],
    ['amount', { amount: -10 }],
    ['amount', { amount: 10.5 }],
    ['amount', { amount: 1_000_001 }],
    ['amount', { amount: Number.NaN }],
    ['memberId', { memberId: '' }],
    ['shopNo', { shopNo: 0 }],
    ['reason', { reason: '' }],
  ])('a change whose %s is wrong never leaves: %o', async (field, wrong) => {
    expect(await cafe24.changePoints(access, { ...change, ...wrong })).toMatchObject({
      ok: false,
      effect: 'refused',
      code: 'invalid-value',
      status: null,
      message: expect.stringContaining(`${field}: `),
    })
  })

  test('422 in somebody else’s words proves nothing', async () => {
    server.use(http.post(points, () => new HttpResponse('<html>proxy</html>', { status: 422 })))
    expect(await cafe24.changePoints(access, change)).toMatchObject({
      effect: 'unknown',
      code: 'server-error',
    })
  })

  test('201 whose body does not fit names the field, and nothing is known', async () => {
    server.use(http.post(points, () => HttpResponse.json({ points: { member_id: 7 } }, { status: 201 })))
    expect(await cafe24.changePoints(access, change)).toMatchObject({
      effect: 'unknown',
      code: 'answer-malformed',
      message: expect.stringContaining('points.member_id'),
    })
  })

  test('a connection that breaks may have carried the call', async () => {
    server.use(http.post(points, () => HttpResponse.error()))
    expect(await cafe24.changePoints(access, change)).toMatchObject({
      effect: 'unknown',
      code: 'connection-lost',
    })
  })

  test('the bucket is read from the answer', async () => {
    server.use(
      http.post(points, () =>
        HttpResponse.json(
          { points: { member_id: 'x' } },
          { status: 201, headers: { 'x-api-call-limit': '7/40' } },
        ),
      ),
    )
    expect(await cafe24.changePoints(access, change)).toMatchObject({
      ok: true,
      headers: { bucket: { used: 7, capacity: 40 } },
    })
  })
})

describe('what is thrown instead of an answer', () => {
  const thrown = (code: string, syscall: string) =>
    createCafe24Client({ fetch: () => Promise.reject(Object.assign(new Error(code), { code, syscall })) })
  test('no route before the connection stood: the call surely never left', async () => {
    expect(await thrown('EHOSTUNREACH', 'connect').changePoints(access, change)).toMatchObject({
      effect: 'not-applied',
      code: 'connect-failed',
    })
  })
  test('no route any more while the answer is waited for: nobody knows', async () => {
    expect(await thrown('EHOSTUNREACH', 'read').changePoints(access, change)).toMatchObject({
      effect: 'unknown',
      code: 'connection-lost',
    })
  })
})

test('words that PostgreSQL could not keep are made such that it can', async () => {
  server.use(http.post(points, () => apiError(422, `\0half \ud83d, and long: ${'x'.repeat(2_000)}`)))
  const outcome = await cafe24.changePoints(access, change)
  const message = outcome.ok ? '' : outcome.message
  expect(message).toMatch(/^half \ufffd, and long: x+$/)
  expect(message.length).toBeLessThanOrEqual(1_000)
})

test('a member whose total is below nothing, and a deduction written with a sign, are read', async () => {
  server.use(
    http.get(points, () =>
      HttpResponse.json({
        points: [
          {
            member_id: 'pointpay',
            available_points_increase: null,
            available_points_decrease: '-700.00',
            available_points_total: '-500.00',
            issue_date: '2026-11-24T10:00:00+09:00',
            reason: 'r',
          },
        ],
      }),
    ),
  )
  expect(await cafe24.pointsPage(access, { from: new Date(), to: new Date() }, 0)).toMatchObject({
    ok: true,
    value: { rows: [{ increase: 0, decrease: 700, totalAfter: -500 }] },
  })
})

describe('the connection itself', () => {
  test('heard of only after its time, as by a stopped process: the call does not leave any more', async ({
    skip,
  }) => {
    // Elsewhere the client's end may be heard of before the server's.
    skip(process.platform !== 'linux')
    const seen: string[] = []
    const late = createServer((socket) => {
      // Holds this process up, and with it the client's end of the same connection.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
      socket.on('data', (data) => seen.push(String(data)))
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => late.once('listening', resolve))
    const { port } = late.address() as AddressInfo
    const own = createCafe24Client({
      origin: `http://127.0.0.1:${port}/{mall_id}`,
      timeouts: { connectMs: 200, answerMs: 1_000 },
    })
    server.close()
    expect(await own.changePoints(access, change)).toMatchObject({
      effect: 'not-applied',
      code: 'connect-timeout',
    })
    expect(seen).toEqual([])
    server.listen({ onUnhandledFrame: 'error' })
    late.close()
  })

  test('answered with what is no HTTP status: nobody knows, and nothing falls over', async () => {
    const odd = createServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'))
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => odd.once('listening', resolve))
    const { port } = odd.address() as AddressInfo
    const own = createCafe24Client({ origin: `http://127.0.0.1:${port}/{mall_id}` })
    server.close()
    expect(await own.changePoints(access, change)).toMatchObject({ effect: 'unknown' })
    server.listen({ onUnhandledFrame: 'error' })
    odd.close()
  })

  test('refused: the call surely never left', async () => {
    const own = createCafe24Client({ origin: `http://127.0.0.1:${await freePort()}/{mall_id}` })
    server.close()
    expect(await own.changePoints(access, change)).toMatchObject({
      effect: 'not-applied',
      code: 'connect-failed',
    })
    server.listen({ onUnhandledFrame: 'error' })
  })

  test('silent after it stood: nobody knows', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as AddressInfo
    const own = createCafe24Client({
      origin: `http://127.0.0.1:${port}/{mall_id}`,
      timeouts: { connectMs: 100, answerMs: 100 },
    })
    server.close()
    expect(await own.changePoints(access, change)).toMatchObject({
      effect: 'unknown',
      code: 'answer-timeout',
    })
    server.listen({ onUnhandledFrame: 'error' })
    silent.close()
  })
})

test('times without a zone are KST, amounts may come as text', async () => {
  server.use(
    http.get(points, () =>
      HttpResponse.json({
        points: [
          {
            case: 'AM',
            member_id: 'pointpay',
            available_points_increase: '12345.00',
            available_points_decrease: '0.00',
            available_points_total: '20000.00',
            issue_date: '2026-11-24T10:00:00.000',
            reason: 'r',
          },
        ],
      }),
    ),
  )
  const page = await cafe24.pointsPage(access, { from: new Date(), to: new Date() }, 0)
  expect(page).toMatchObject({
    ok: true,
    value: {
      rows: [
        {
          increase: 12_345,
          totalAfter: 20_000,
          issuedAt: new Date('2026-11-24T01:00:00Z'),
        } satisfies Partial<PointRow>,
      ],
    },
  })
})

describe('an app launch', () => {
  const now = new Date('2026-11-24T01:00:00Z')
  const query = `is_multi_shop=F&lang=ko_KR&mall_id=mymall&timestamp=${now.getTime() / 1000}&user_id=owner`

  test('that Cafe24 signed is genuine', () =>
    expect(isGenuineLaunch(signed(query), 'secret', now)).toBe(true))
  test('with another mall in it is not', () =>
    expect(isGenuineLaunch(signed(query).replace('mymall', 'theirs'), 'secret', now)).toBe(false))
  test('signed with another secret is not', () =>
    expect(isGenuineLaunch(signed(query), 'other', now)).toBe(false))
  test('of yesterday is not', () =>
    expect(isGenuineLaunch(signed(query), 'secret', new Date(now.getTime() + 86_400_000))).toBe(false))
  test('without a signature is not', () => expect(isGenuineLaunch(query, 'secret', now)).toBe(false))
})
