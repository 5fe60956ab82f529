import { describe, expect, test } from 'vitest'
import { useSimulator } from './api.ts'

const sim = useSimulator()

/** Wide enough for every row of these tests. */
const window = () => ({ start_date: day(-2), end_date: day(2) })
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

describe('points given and taken', () => {
  test('an increase is answered 201 and stands in the books', async () => {
    const member = await sim.aMember('p-increase')
    const answer = await sim.move(member, '12345.00', 'increase', { reason: '제휴포인트 전환 ME1' })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toMatchObject({
      points: { member_id: member, amount: '12345.00', type: 'increase' },
    })
    expect(await sim.books(member)).toMatchObject({
      available: '12345.00',
      rows: [{ type: 'increase', amount: '12345.00', reason: '제휴포인트 전환 ME1' }],
    })
  })

  test('the same call twice gives twice: there is no idempotency key', async () => {
    const member = await sim.aMember('p-twice')
    await sim.move(member, '10')
    await sim.move(member, '10')
    expect((await sim.books(member)).available).toBe('20.00')
  })

  test('a decrease above the available points is refused and changes nothing', async () => {
    const member = await sim.aMember('p-decrease', 100)
    expect((await sim.move(member, '100.01', 'decrease')).status).toBe(422)
    expect((await sim.move(member, '100', 'decrease')).status).toBe(201)
    expect((await sim.books(member)).available).toBe('0.00')
  })

  test.each(['0', '-1', '1000000.01', '1.234', 'abc', ''])('an amount of "%s" is refused', async (amount) => {
    const member = await sim.aMember('p-amount')
    expect((await sim.move(member, amount)).status).toBe(422)
  })

  test('an unknown member is refused', async () => {
    const answer = await sim.move('nobody', '10')
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ error: { code: 422 } })
  })

  test('an unknown shop is refused', async () => {
    const member = await sim.aMember('p-shop')
    expect((await sim.move(member, '10', 'increase', { shopNo: 9 })).status).toBe(422)
  })
})

describe('the list of movements', () => {
  test('is newest first, in pages, with the total after each', async () => {
    const member = await sim.aMember('p-list')
    for (const amount of ['1', '2', '3']) await sim.move(member, amount)
    const page = async (offset: string) => {
      const answer = await sim.list({ ...window(), member_id: member, limit: '2', offset })
      const { points } = (await answer.json()) as { points: Record<string, string>[] }
      return points.map((row) => [
        row['available_points_increase'],
        row['available_points_total'],
        row['case'],
      ])
    }
    expect(await page('0')).toEqual([
      ['3.00', '6.00', 'AM'],
      ['2.00', '3.00', 'AM'],
    ])
    expect(await page('2')).toEqual([['1.00', '1.00', 'AM']])
  })

  test('is of one shop, the first where none is named', async () => {
    const member = await sim.aMember('p-shops')
    await sim.json('/_sim/malls/demomall', 'PUT', { shops: [1, 2] })
    await sim.move(member, '2', 'increase', { shopNo: 2 })
    const rows = async (shop: Record<string, string>) => {
      const answer = await sim.list({ ...window(), member_id: member, ...shop })
      return ((await answer.json()) as { points: unknown[] }).points.length
    }
    expect([await rows({}), await rows({ shop_no: '1' }), await rows({ shop_no: '2' })]).toEqual([0, 0, 1])
  })

  test.each([
    [{ start_date: '', end_date: '2026-01-01' }, 'start_date'],
    [{ start_date: '2026-01-01', end_date: 'x' }, 'end_date'],
    [{ start_date: '2026-02-01', end_date: '2026-01-01' }, 'before'],
    [{ start_date: '2025-01-01', end_date: '2026-01-01' }, '6 months'],
    [{ ...window(), limit: '101' }, 'limit'],
    [{ ...window(), offset: '8001' }, 'offset'],
  ])('%j is refused for its %s', async (query, word) => {
    const answer = await sim.list(query)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(await answer.json())).toContain(word)
  })
})

describe('who may call', () => {
  test('nobody without a token, nor with a foreign one', async () => {
    const member = await sim.aMember('p-auth')
    expect((await sim.move(member, '10', 'increase', { token: '' })).status).toBe(401)
    expect(
      (await sim.move(member, '10', 'increase', { token: await sim.freshToken(undefined, 'other') })).status,
    ).toBe(401)
  })

  test('only with the scope', async () => {
    const member = await sim.aMember('p-scope')
    const token = await sim.freshToken(['mall.read_mileage'])
    expect((await sim.move(member, '10', 'increase', { token })).status).toBe(403)
  })

  test('nobody after the app was removed from the mall, until it is installed again', async () => {
    const member = await sim.aMember('p-removed')
    await sim.request('/_sim/malls/demomall/uninstall', { method: 'POST' })
    expect((await sim.move(member, '10')).status).toBe(403)
    await sim.request('/_sim/malls/demomall/renew-app', { method: 'POST' })
    expect((await sim.move(member, '10')).status).toBe(201)
  })
})
