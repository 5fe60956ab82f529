import { afterAll, beforeAll } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from '../src/index.ts'

export const clientId = 'demo-client'
const basic = `Basic ${Buffer.from(`${clientId}:demo-secret`).toString('base64')}`
const redirectUri = 'http://127.0.0.1:4300/solution/result'

/** A simulator for one test file, and calls to it as an app makes them. */
export function useSimulator(options: SimulatorOptions = {}) {
  let simulator: Simulator
  let token = ''
  beforeAll(async () => {
    simulator = await startSimulator(options)
    token = await freshToken()
  })
  afterAll(() => simulator.close())

  const request = (path: string, init: RequestInit = {}) =>
    fetch(`${simulator.origin}${path}`, { redirect: 'manual', ...init })
  const json = (path: string, method: string, body: unknown, headers: Record<string, string> = {}) =>
    request(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const freshToken = async (scopes?: string[], mallId = 'demomall') => {
    const answer = await json('/_sim/tokens', 'POST', {
      mall_id: mallId,
      client_id: clientId,
      ...(scopes && { scopes }),
    })
    return ((await answer.json()) as { access_token: string }).access_token
  }

  return {
    request,
    json,
    freshToken,
    /** One member of the demo mall, with points. */
    async aMember(memberId: string, points = 0) {
      await json('/_sim/malls/demomall', 'PUT', { members: [{ member_id: memberId, points }] })
      return memberId
    },
    move(
      memberId: string,
      amount: string,
      type = 'increase',
      with_: { reason?: string; token?: string; shopNo?: number } = {},
    ) {
      return json(
        '/demomall/api/v2/admin/points',
        'POST',
        {
          shop_no: with_.shopNo ?? 1,
          request: { member_id: memberId, amount, type, reason: with_.reason ?? '시험' },
        },
        { authorization: `Bearer ${with_.token ?? token}` },
      )
    },
    list(query: Record<string, string>) {
      return request(`/demomall/api/v2/admin/points?${new URLSearchParams(query)}`, {
        headers: { authorization: `Bearer ${token}` },
      })
    },
    /** Rows of GET points, from a window that is wide enough where none is given. */
    async rows(query: Record<string, string>) {
      const answer = await this.list({ start_date: '2025-12-01', end_date: '2026-02-28', ...query })
      if (answer.status !== 200) throw new Error(await answer.text())
      return ((await answer.json()) as { points: Record<string, string | null>[] }).points
    },
    faults(faults: Record<string, unknown>) {
      return json('/_sim/faults', 'PUT', faults)
    },
    /** Rows that somebody else makes in the demo mall, 1 KRW each unless told otherwise. */
    addRows(rows: Record<string, unknown>[], mallId = 'demomall') {
      return json(`/_sim/malls/${mallId}/rows`, 'POST', {
        rows: rows.map((row) => ({ type: 'increase', amount: 1, ...row })),
      })
    },
    async books(memberId: string) {
      const answer = await request(`/_sim/members/${encodeURIComponent(memberId)}/points`)
      return (await answer.json()) as {
        available: string
        rows: { type: string; amount: string; reason: string; issue_date: string }[]
      }
    },
    authorise(decision: 'allow' | 'deny', change: Record<string, string> = {}) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        state: 'st',
        redirect_uri: redirectUri,
        scope: 'mall.read_mileage,mall.write_mileage',
        decision,
        ...change,
      })
      return request('/demomall/api/v2/oauth/authorize', { method: 'POST', body: query })
    },
    token(form: Record<string, string>, authorization = basic) {
      return request('/demomall/api/v2/oauth/token', {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams({ redirect_uri: redirectUri, ...form }),
      })
    },
  }
}
