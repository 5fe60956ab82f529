import { afterEach, describe, expect, test, vi } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { useSimulator } from './api.ts'

let nowMs = Date.UTC(2026, 0, 1)
const sim = useSimulator({ clock: () => nowMs })
afterEach(() => sim.request('/_sim/faults', { method: 'DELETE' }))

/** Longer than any test waits, so that the call is not carried out within it. */
const NEVER_MS = 600_000

const late = (name: string, lateMs: unknown = 50) => sim.faults({ rates: { [name]: 1 }, lateMs })
const available = async (member: string) => (await sim.books(member)).available

describe('a call that is accepted first', () => {
  test('is answered 202 with the same fields, and the points come later', async () => {
    const member = await sim.aMember('a-first')
    await late('acceptedFirst', { min: 40, max: 60 })
    const answer = await sim.move(member, '10', 'increase', { reason: '전환 ME1' })
    expect(answer.status).toBe(202)
    expect(await answer.json()).toMatchObject({
      points: { member_id: member, amount: '10.00', type: 'increase', reason: '전환 ME1' },
    })
    expect(await available(member)).toBe('0.00')
    await vi.waitFor(async () => expect(await available(member)).toBe('10.00'))
  })

  test('is issued when it is carried out', async () => {
    const member = await sim.aMember('a-issued')
    await late('acceptedFirst')
    await sim.move(member, '10')
    nowMs += 60_000
    await vi.waitFor(async () => {
      const [row] = (await sim.books(member)).rows
      expect(row?.issue_date).toBe('2026-01-01T09:01:00+09:00')
    })
  })

  test('takes nothing, and says nothing, when the points are gone by then', async () => {
    const member = await sim.aMember('a-gone', 10)
    await late('acceptedFirst')
    expect((await sim.move(member, '10', 'decrease')).status).toBe(202)
    expect((await sim.move(member, '10', 'decrease')).status).toBe(202)
    await vi.waitFor(async () => expect(await available(member)).toBe('0.00'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await sim.books(member)).rows).toHaveLength(2)
  })

  test('is refused at once where what it asks for is wrong', async () => {
    await late('acceptedFirst')
    expect((await sim.move('nobody', '10')).status).toBe(422)
  })
})

test('a call whose connection breaks can still be carried out later', async () => {
  const member = await sim.aMember('d-late')
  await late('dropThenApply')
  await expect(sim.move(member, '10')).rejects.toThrow('fetch failed')
  expect(await available(member)).toBe('0.00')
  await vi.waitFor(async () => expect(await available(member)).toBe('10.00'))
})

test.each(['acceptedFirst', 'dropThenApply'])('%s spares every call but POST points', async (name) => {
  await late(name)
  expect((await sim.list({ start_date: '2026-01-01', end_date: '2026-01-01' })).status).toBe(200)
})

test('late calls neither outlive nor hinder the end of the simulator', async () => {
  const simulator = await startSimulator()
  const send = async (path: string, method: string, body: unknown, token = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    return fetch(simulator.origin + path, { method, headers, body: JSON.stringify(body) })
  }
  const pair = await send('/_sim/tokens', 'POST', { mall_id: 'demomall', client_id: 'demo-client' })
  const { access_token: token } = (await pair.json()) as { access_token: string }
  for (const lateMs of [20, NEVER_MS]) {
    await send('/_sim/faults', 'PUT', { rates: { acceptedFirst: 1 }, lateMs })
    const request = { member_id: 'shopper01', amount: '1', type: 'increase', reason: '시험' }
    const answer = await send('/demomall/api/v2/admin/points', 'POST', { shop_no: 1, request }, token)
    expect(answer.status).toBe(202)
  }
  await simulator.close()
  // Written after the close, a row would be an uncaught error that fails this file.
  await new Promise((resolve) => setTimeout(resolve, 50))
})
