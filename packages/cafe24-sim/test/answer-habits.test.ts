import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useSimulator } from './api.ts'

let nowMs = Date.UTC(2026, 0, 1)
const sim = useSimulator({ clock: () => nowMs })
beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 1)
})
afterEach(() => sim.request('/_sim/faults', { method: 'DELETE' }))

const HOUR_MS = 3_600_000
const today = { start_date: '2026-01-01', end_date: '2026-01-01' }

describe('the clock of Cafe24', () => {
  test('is in the Date header of API and OAuth answers', async () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
    expect((await sim.list(today)).headers.get('date')).toBe(date)
    expect((await sim.token({ grant_type: 'password' })).headers.get('date')).toBe(date)
    expect((await sim.request('/nomall/api/v2/admin/points')).headers.get('date')).toBe(date)
  })

  test('can be ahead, in its headers, new rows and windows', async () => {
    const member = await sim.aMember('c-ahead')
    await sim.faults({ clockSkewMs: HOUR_MS })
    const answer = await sim.move(member, '10')
    expect(answer.headers.get('date')).toBe('Thu, 01 Jan 2026 01:00:00 GMT')
    const hour = (from: string, to: string) =>
      sim.rows({ member_id: member, start_date: `2026-01-01T${from}`, end_date: `2026-01-01T${to}` })
    expect(await hour('09:00:00+09:00', '09:59:59+09:00')).toEqual([])
    expect(await hour('10:00:00+09:00', '10:59:59+09:00')).toMatchObject([
      { issue_date: '2026-01-01T10:00:00+09:00' },
    ])
  })

  test('can be behind, and tokens end by it', async () => {
    await sim.faults({ clockSkewMs: -HOUR_MS })
    const answer = await sim.authorise('allow')
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const pair = (await (await sim.token({ grant_type: 'authorization_code', code })).json()) as {
      access_token: string
      issued_at: string
      expires_at: string
    }
    expect(pair).toMatchObject({
      issued_at: '2026-01-01T08:00:00.000',
      expires_at: '2026-01-01T10:00:00.000',
    })
    const member = await sim.aMember('c-behind')
    const status = async () => (await sim.move(member, '1', 'increase', { token: pair.access_token })).status
    nowMs += 2 * HOUR_MS - 1
    expect(await status()).toBe(201)
    nowMs += 1
    expect(await status()).toBe(401)
  })

  test('differs only in the mall that the fault names', async () => {
    await sim.faults({ mall_id: 'other', clockSkewMs: HOUR_MS })
    expect((await sim.list(today)).headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
  })
})

test.each([
  ['cafe24', 'application/json; charset=utf-8', /"error":\{"code":401,/],
  ['empty', null, /^$/],
  ['html', 'text/html; charset=UTF-8', /^<html>/],
  ['other-json', 'application/json; charset=utf-8', /^\{"message":"Unauthorized"\}$/],
])('a 401 can have the body "%s"', async (unauthorizedBody, type, body) => {
  await sim.faults({ unauthorizedBody })
  const answer = await sim.move('shopper01', '10', 'increase', { token: 'wrong' })
  expect(answer.status).toBe(401)
  expect(answer.headers.get('content-type')).toBe(type)
  expect(await answer.text()).toMatch(body)
  await sim.faults({ unauthorizedBody, rates: { expiredToken: 1 } })
  expect(await (await sim.move('shopper01', '10')).text()).toMatch(body)
})

test.each([
  ['tooMany', 429, '7'],
  ['error503Before', 503, '7'],
  ['error503After', 503, '7'],
  ['error500Before', 500, null],
])('%s says when to come back only where it is a matter of load', async (name, status, retryAfter) => {
  const member = await sim.aMember('retry')
  await sim.faults({ rates: { [name]: 1 }, retryAfterSeconds: 7 })
  const answer = await sim.move(member, '1')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter])
})

test('without being told so, a 429 does not say when to come back', async () => {
  await sim.faults({ rates: { tooMany: 1 } })
  expect((await sim.list(today)).headers.get('retry-after')).toBeNull()
})
