import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readPointHistory } from '../src/history/read-point-history.ts'
import { createCafe24Client } from '../src/index.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const cafe24 = createCafe24Client({ fetch: (...call) => fetch(...call) })
const access = { mallId: 'mymall', accessToken: 'a' }
const from = new Date('2026-11-24T15:00:00Z')
const to = new Date('2026-11-25T14:59:59Z')

const row = (second: number) => ({
  member_id: 'm',
  case: 'AM',
  available_points_increase: '1.00',
  available_points_total: '1.00',
  issue_date: new Date(from.getTime() + second * 1_000).toISOString().replace('.000Z', '+00:00'),
  reason: `row ${second}`,
})

test('a day with more rows than Cafe24 lists is read in parts, every row once', async () => {
  const seconds = Array.from({ length: 9_000 }, (_, index) => index * 9)
  const asked: string[] = []
  server.use(
    http.get('https://mymall.cafe24api.com/api/v2/admin/points', ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(`${query.get('start_date')} ${query.get('end_date')} ${query.get('offset')}`)
      const [startMs, endMs] = ['start_date', 'end_date'].map((name) => Date.parse(query.get(name)!))
      const listed = seconds.filter((second) => {
        const atMs = from.getTime() + second * 1_000
        return atMs >= startMs! && atMs <= endMs!
      })
      const offset = Number(query.get('offset'))
      if (offset > 8_000)
        return HttpResponse.json({ error: { code: 422, message: 'offset' } }, { status: 422 })
      return HttpResponse.json({
        points: listed
          .toReversed()
          .slice(offset, offset + 100)
          .map(row),
      })
    }),
  )
  const reading = await readPointHistory(cafe24, access, { from, to })
  expect(reading.gap).toBeNull()
  expect(new Set(reading.rows.map(({ reason }) => reason)).size).toBe(9_000)
  expect(reading.rows).toHaveLength(9_000)
  expect(asked[0]).toBe('2026-11-25T00:00:00+09:00 2026-11-25T23:59:59+09:00 0')
})

/** A history that others write to while it is read: each page but the first finds one row more. */
function growing(order: 'newest-first' | 'oldest-first', pageSize: number) {
  const rows = Array.from({ length: 12 }, (_, index) => row(index))
  let calls = 0
  return http.get('https://mymall.cafe24api.com/api/v2/admin/points', ({ request }) => {
    const offset = Number(new URL(request.url).searchParams.get('offset'))
    calls += 1
    if (offset > 0) rows.push(row(10_000 + calls))
    const listed = order === 'newest-first' ? rows.toReversed() : rows
    return HttpResponse.json(
      { points: listed.slice(offset, offset + pageSize) },
      { headers: { date: new Date(from.getTime() + 9_000_000).toUTCString() } },
    )
  })
}

test.each([
  ['newest-first', 5],
  ['newest-first', 2],
  ['oldest-first', 5],
  ['oldest-first', 1],
] as const)(
  'a history that grows while it is read, %s in pages of %i, is read to its end',
  async (order, pageSize) => {
    server.use(growing(order, pageSize))
    const reading = await readPointHistory(cafe24, access, { from, to })
    expect(reading.gap).toBeNull()
    const read = new Set(reading.rows.map(({ reason }) => reason))
    for (let each = 0; each < 12; each += 1) expect(read).toContain(`row ${each}`)
  },
)

test('a history that grows as fast as it is read is no whole reading, and ends', async () => {
  server.use(growing('newest-first', 1))
  const moment = { from, to: from }
  const { gap } = await readPointHistory(cafe24, access, moment)
  expect(gap).toContain('rows')
})

test('a page that fails for a moment costs not the whole reading; what was read before one that keeps failing counts', async () => {
  let calls = 0
  let failing = 1
  server.use(
    http.get('https://mymall.cafe24api.com/api/v2/admin/points', ({ request }) => {
      calls += 1
      const offset = Number(new URL(request.url).searchParams.get('offset'))
      if (offset > 0 && failing > 0) {
        failing -= 1
        return HttpResponse.json({ error: { code: 503, message: 'busy' } }, { status: 503 })
      }
      return HttpResponse.json({ points: offset === 0 ? [row(1)] : [] })
    }),
  )
  expect(await readPointHistory(cafe24, access, { from, to })).toMatchObject({ gap: null, failure: null })
  expect(calls).toBe(3)
  failing = 100
  expect(await readPointHistory(cafe24, access, { from, to })).toMatchObject({
    gap: 'busy',
    failure: { code: 'server-error' },
    rows: [{ reason: 'row 1' }],
  })
})

test.each([
  ['says to come back at once', { 'retry-after': '0' }, { gap: null, failure: null }, 0],
  ['does not say when to come back', {}, { gap: null, failure: null }, 900],
  ['says to come back in an hour', { 'retry-after': '3600' }, { failure: { code: 'too-many-calls' } }, 0],
])('a page among many is one call too many and %s', async (_, headers, expected, waitedMs) => {
  let refusals = 1
  server.use(
    http.get('https://mymall.cafe24api.com/api/v2/admin/points', ({ request }) => {
      const offset = Number(new URL(request.url).searchParams.get('offset'))
      if (offset > 0 && refusals > 0) {
        refusals -= 1
        return HttpResponse.json({ error: { code: 429, message: 'too many' } }, { status: 429, headers })
      }
      return HttpResponse.json({ points: offset === 0 ? [row(1)] : [] })
    }),
  )
  const begunMs = performance.now()
  const reading = await readPointHistory(cafe24, access, { from, to })
  expect(reading).toMatchObject({ ...expected, rows: [{ reason: 'row 1' }] })
  expect(performance.now() - begunMs).toBeGreaterThanOrEqual(waitedMs)
})
