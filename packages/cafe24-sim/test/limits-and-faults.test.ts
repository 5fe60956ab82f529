import { afterEach, describe, expect, test } from 'vitest'
import { useSimulator } from './api.ts'

let nowMs = Date.UTC(2026, 0, 1)
const sim = useSimulator({ clock: () => nowMs })
afterEach(() => sim.request('/_sim/faults', { method: 'DELETE' }))

const fault = (name: string) => sim.json('/_sim/faults', 'PUT', { seed: 1, rates: { [name]: 1 } })

describe('the bucket', () => {
  test('takes 40 calls, refuses the next with 429, and leaks two a second', async () => {
    const member = await sim.aMember('l-bucket')
    nowMs += 60_000
    const first = await sim.move(member, '1')
    expect(first.headers.get('x-api-call-limit')).toBe('1/40')
    const statuses = [first.status]
    for (let call = 1; call < 41; call += 1) statuses.push((await sim.move(member, '1')).status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(40)
    expect(statuses.at(-1)).toBe(429)
    nowMs += 1000
    expect([
      (await sim.move(member, '1')).status,
      (await sim.move(member, '1')).status,
      (await sim.move(member, '1')).status,
    ]).toEqual([201, 201, 429])
    nowMs += 60_000
  })
})

describe('faults', () => {
  test.each(['dropAfterApply', 'error500After', 'error503After', 'error504After'])(
    '%s gives the points and hides it',
    async (name) => {
      const member = await sim.aMember(`f-${name}`.slice(0, 20))
      await fault(name)
      const status = await sim.move(member, '10').then(
        (answer) => answer.status,
        () => 0,
      )
      expect(status).not.toBe(201)
      expect((await sim.books(member)).available).toBe('10.00')
    },
  )

  test.each([
    'dropBeforeApply',
    'error500Before',
    'error503Before',
    'error504Before',
    'tooMany',
    'expiredToken',
  ])('%s gives nothing', async (name) => {
    const member = await sim.aMember(`f-${name}`.slice(0, 20))
    await fault(name)
    await sim.move(member, '10').catch(() => {})
    expect((await sim.books(member)).rows).toEqual([])
  })

  test('rows can show up in the list only later', async () => {
    const member = await sim.aMember('f-visible')
    await sim.json('/_sim/faults', 'PUT', { rates: {}, visibilityDelayMs: 5000 })
    await sim.move(member, '10')
    const seen = async () => {
      const day = new Date(nowMs).toISOString().slice(0, 10)
      const answer = await sim.list({ start_date: day, end_date: day, member_id: member })
      return ((await answer.json()) as { points: unknown[] }).points.length
    }
    expect(await seen()).toBe(0)
    nowMs += 5001
    expect(await seen()).toBe(1)
  })

  test('the same seed decides the same calls', async () => {
    const member = await sim.aMember('f-seed')
    const statuses = async () => {
      nowMs += 60_000
      await sim.json('/_sim/faults', 'PUT', { seed: 7, rates: { error500Before: 0.5 } })
      const answers = []
      for (let call = 0; call < 12; call += 1) answers.push((await sim.move(member, '1')).status)
      return answers
    }
    const first = await statuses()
    expect(await statuses()).toEqual(first)
    expect(new Set(first)).toEqual(new Set([201, 500]))
  })

  test('a fault that does not exist is refused', async () => {
    expect((await fault('earthquake')).status).toBe(422)
  })
})
