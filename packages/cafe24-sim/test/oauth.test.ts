import { describe, expect, test } from 'vitest'
import { useSimulator } from './api.ts'

let nowMs = Date.UTC(2026, 0, 1)
const sim = useSimulator({ clock: () => nowMs })

async function aCode(): Promise<string> {
  const answer = await sim.authorise('allow')
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function aPair() {
  const answer = await sim.token({ grant_type: 'authorization_code', code: await aCode() })
  return (await answer.json()) as {
    access_token: string
    refresh_token: string
    expires_at: string
    shop_no: string
    scopes: string[]
  }
}

describe('the owner’s consent', () => {
  test('agreed: comes back with a code and the state', async () => {
    const answer = await sim.authorise('allow')
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toMatch(/\/solution\/result\?code=[\w-]+&state=st$/)
  })

  test('refused: comes back with an error and the state', async () => {
    expect((await sim.authorise('deny')).headers.get('location')).toMatch(
      /\?error=access_denied&error_description=.*&state=st$/,
    )
  })

  test.each([
    [{ client_id: 'nobody' }, 'client_id'],
    [{ redirect_uri: 'http://evil.example/' }, 'redirect_uri'],
    [{ scope: 'mall.read_everything' }, 'scope'],
  ])('%j stays at Cafe24 with an error', async (change, word) => {
    const answer = await sim.authorise('allow', change)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(word)
  })
})

describe('tokens', () => {
  test('a code is good once, and its times are KST without a zone', async () => {
    const code = await aCode()
    const first = await sim.token({ grant_type: 'authorization_code', code })
    expect(await first.json()).toMatchObject({
      expires_at: '2026-01-01T11:00:00.000',
      refresh_token_expires_at: '2026-01-15T09:00:00.000',
      mall_id: 'demomall',
      shop_no: '1',
      scopes: ['mall.read_mileage', 'mall.write_mileage'],
    })
    expect((await sim.token({ grant_type: 'authorization_code', code })).status).toBe(400)
  })

  test('a refresh hands out a new pair and the old one dies', async () => {
    const old = await aPair()
    const refreshed = await sim.token({ grant_type: 'refresh_token', refresh_token: old.refresh_token })
    expect(refreshed.status).toBe(200)
    expect((await sim.token({ grant_type: 'refresh_token', refresh_token: old.refresh_token })).status).toBe(
      400,
    )
    const member = await sim.aMember('o-old')
    expect((await sim.move(member, '1', 'increase', { token: old.access_token })).status).toBe(401)
  })

  test('an access token lasts two hours, a refresh token fourteen days', async () => {
    const pair = await aPair()
    const member = await sim.aMember('o-times')
    nowMs += 2 * 3_600_000
    expect((await sim.move(member, '1', 'increase', { token: pair.access_token })).status).toBe(401)
    nowMs += 14 * 86_400_000
    expect((await sim.token({ grant_type: 'refresh_token', refresh_token: pair.refresh_token })).status).toBe(
      400,
    )
  })

  test('nobody gets one with a wrong secret', async () => {
    const wrong = `Basic ${Buffer.from('demo-client:wrong').toString('base64')}`
    expect((await sim.token({ grant_type: 'authorization_code', code: await aCode() }, wrong)).status).toBe(
      401,
    )
  })
})
