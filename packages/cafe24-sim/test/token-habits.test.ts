import { afterEach, describe, expect, test } from 'vitest'
import { useSimulator } from './api.ts'

const sim = useSimulator({ clock: () => Date.UTC(2026, 0, 1) })
afterEach(() => sim.request('/_sim/faults', { method: 'DELETE' }))

type Answer = Record<string, unknown>

async function firstPair(): Promise<Answer> {
  const answer = await sim.authorise('allow')
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  return (await (await sim.token({ grant_type: 'authorization_code', code })).json()) as Answer
}
const refresh = (pair: Answer) =>
  sim.token({ grant_type: 'refresh_token', refresh_token: String(pair['refresh_token']) })

describe('the token endpoint, for a code and for a refresh token,', () => {
  test.each<[string, Answer, string[]]>([
    [
      'documented',
      {
        scopes: ['mall.read_mileage', 'mall.write_mileage'],
        expires_at: '2026-01-01T11:00:00.000',
        refresh_token_expires_at: '2026-01-15T09:00:00.000',
        mall_id: 'demomall',
      },
      ['expires_in', 'refresh_token_expires_in'],
    ],
    ['scopes-as-text', { scopes: 'mall.read_mileage,mall.write_mileage' }, []],
    [
      'expires-in',
      { expires_in: 7200, refresh_token_expires_in: 1_209_600 },
      ['expires_at', 'refresh_token_expires_at'],
    ],
    ['no-refresh-expiry', { expires_at: '2026-01-01T11:00:00.000' }, ['refresh_token_expires_at']],
    ['other-mall', { mall_id: 'anothermall' }, []],
  ])('can answer as "%s"', async (tokenAnswer, fields, missing) => {
    await sim.faults({ tokenAnswer })
    const pair = await firstPair()
    const refreshed = (await (await refresh(pair)).json()) as Answer
    for (const answer of [pair, refreshed]) {
      expect(answer).toMatchObject(fields)
      for (const field of missing) expect(answer).not.toHaveProperty(field)
    }
  })
})

describe('a refresh that is refused by mistake', () => {
  test('says that the app is not installed, and the refresh token stays good', async () => {
    const pair = await firstPair()
    await sim.faults({ refreshRefused: 1 })
    const refused = await refresh(pair)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toEqual({
      error: { code: 403, message: 'The app is not installed in this mall. (app_not_installed)' },
    })
    const member = await sim.aMember('t-refused')
    const token = String(pair['access_token'])
    expect((await sim.move(member, '1', 'increase', { token })).status).toBe(201)
    await sim.faults({ refreshRefused: 0 })
    expect((await refresh(pair)).status).toBe(200)
  })

  test('does not happen to a first consent', async () => {
    await sim.faults({ refreshRefused: 1 })
    expect(await firstPair()).toHaveProperty('access_token')
  })
})
