import { beforeEach, describe, expect, test } from 'vitest'
import { clientId, useSimulator } from './api.ts'

let nowMs = Date.UTC(2026, 0, 1)
const sim = useSimulator({ clock: () => nowMs })
beforeEach(() => {
  nowMs += 60_000
})

describe('rows that others make', () => {
  test('are the mall admin’s unless an app is named', async () => {
    const member = await sim.aMember('m-rows')
    await sim.addRows([
      { member_id: member, amount: 500, reason: '관리자 지급' },
      { member_id: member, type: 'decrease', amount: 200, case: 'AM', client_id: 'other-app', reason: null },
    ])
    expect(await sim.rows({ member_id: member })).toMatchObject([
      {
        case: 'AM',
        admin_id: 'other-app',
        available_points_decrease: '200.00',
        available_points_total: '300.00',
        reason: '',
      },
      {
        case: 'M',
        admin_id: 'admin',
        available_points_increase: '500.00',
        available_points_total: '500.00',
        reason: '관리자 지급',
      },
    ])
  })

  test('can be in the past and in another shop', async () => {
    const member = await sim.aMember('m-past')
    await sim.addRows([
      { member_id: member, shop_no: 2, issued_at: '2025-12-24T00:00:00Z', reason: 'first' },
      { member_id: member, shop_no: 2, issued_at: '2025-12-23T00:00:00Z', reason: 'second' },
    ])
    const rows = await sim.rows({ member_id: member, shop_no: '2' })
    expect(rows.map((row) => [row['issue_date'], row['reason'], row['available_points_total']])).toEqual([
      ['2025-12-24T09:00:00+09:00', 'first', '1.00'],
      ['2025-12-23T09:00:00+09:00', 'second', '2.00'],
    ])
  })

  test.each([
    [{ member_id: 'nobody' }, 'rows[1]: mall demomall has no member "nobody"'],
    [{ type: 'decrease', amount: 2 }, 'rows[1]: m-refused has less than the 2 KRW to be taken'],
    [{ shop_no: 9 }, 'rows[1]: mall demomall has no shop 9'],
    [{ amount: 0.5 }, 'amount'],
    [{ extra: 1 }, 'extra'],
  ])('are written all or not at all: %j', async (change, why) => {
    const member = await sim.aMember('m-refused')
    const answer = await sim.addRows([{ member_id: member }, { member_id: member, ...change }])
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as { error: string }).error).toContain(why)
    expect((await sim.books(member)).rows).toEqual([])
  })

  test('need a mall', async () => {
    expect((await sim.addRows([{ member_id: 'shopper01' }], 'nomall')).status).toBe(404)
  })
})

const rename = (from: string, to: string) => sim.json(`/_sim/malls/${from}/rename`, 'POST', { to })

describe('a mall that gets another id', () => {
  test('keeps its tokens, members, rows and script tags, and its old id is gone', async () => {
    const put = {
      apps: [{ client_id: clientId, client_secret: 'demo-secret' }],
      members: [{ member_id: 'mover', points: 300 }],
    }
    await sim.json('/_sim/malls/oldname', 'PUT', put)
    const headers = {
      authorization: `Bearer ${await sim.freshToken(undefined, 'oldname')}`,
      'content-type': 'application/json',
    }
    const get = (mallId: string, api: string) => sim.request(`/${mallId}/api/v2/admin/${api}`, { headers })
    const tag = { shop_no: 1, request: { src: 'https://cdn.example/x.js' } }
    await sim.json('/oldname/api/v2/admin/scripttags', 'POST', tag, headers)

    expect((await rename('oldname', 'newname')).status).toBe(204)

    expect(await (await get('newname', 'scripttags')).json()).toMatchObject({
      scripttags: [{ src: 'https://cdn.example/x.js' }],
    })
    const window = 'points?start_date=2026-01-01&end_date=2026-01-02'
    expect(await (await get('newname', window)).json()).toMatchObject({
      points: [{ member_id: 'mover', available_points_total: '300.00' }],
    })
    expect((await sim.request('/_sim/malls/oldname')).status).toBe(404)
    for (const api of ['scripttags', window]) {
      const answer = await get('oldname', api)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ error: { code: 404 } })
    }
    for (const [method, path] of [
      ['GET', 'authorize'],
      ['POST', 'authorize'],
      ['POST', 'token'],
      ['POST', 'revoke'],
    ] as const) {
      const answer = await sim.request(`/oldname/api/v2/oauth/${path}`, { method })
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ error: { code: 404 } })
    }
  })

  test('cannot take the id of another mall, and must exist', async () => {
    await sim.json('/_sim/malls/taken', 'PUT', {})
    expect((await rename('taken', 'demomall')).status).toBe(409)
    expect((await rename('nomall', 'free')).status).toBe(404)
    expect((await rename('taken', 'a/b')).status).toBe(422)
  })
})

test('a call to a mall that does not exist is answered 404, with and without a token', async () => {
  const authorization = `Bearer ${await sim.freshToken()}`
  for (const headers of [{}, { authorization }]) {
    const answer = await sim.request('/nomall/api/v2/admin/points', { headers })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error: { code: 404, more_info: {} } })
  }
})
