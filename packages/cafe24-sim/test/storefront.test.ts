import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { useSimulator } from './api.ts'

const sim = useSimulator({ widgetSrc: 'http://127.0.0.1:4300/sdk/v1/pointpay.js' })

async function logIn(memberId: string): Promise<string> {
  const answer = await sim.request('/demomall/exec/front/Member/login/', {
    method: 'POST',
    body: new URLSearchParams({
      member_id: memberId,
      member_passwd: 'pointpay',
      returnUrl: '/demomall/shop2/',
    }),
  })
  expect(answer.headers.get('location')).toBe('/demomall/shop2/')
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

describe('a skin page', () => {
  test('carries the pasted tag and the button for everybody', async () => {
    const page = await (await sim.request('/demomall/')).text()
    expect(page).toContain('src="http://127.0.0.1:4300/sdk/v1/pointpay.js" data-a-code="demo"')
    expect(page).toContain('<pointpay-button>')
    expect(page).toContain('data-login="0"')
  })

  test('knows who is logged in, and the member’s record comes only by the asynchronous call', async () => {
    const cookie = await logIn('shopper01')
    const page = await (await sim.request('/demomall/', { headers: { cookie } })).text()
    expect(page).toContain('xans-layout-statelogon')
    expect(page).not.toContain('shopper01')
    const record = await sim.request('/demomall/exec/front/customer/decrypt', { headers: { cookie } })
    expect(await record.json()).toMatchObject({ member_id: 'shopper01', name: '홍길동' })
    expect((await sim.request('/demomall/exec/front/customer/decrypt')).status).toBe(401)
  })

  test('carries the script tags that were put in through the API, with their integrity', async () => {
    const token = await sim.freshToken()
    const answer = await sim.json(
      '/demomall/api/v2/admin/scripttags',
      'POST',
      {
        shop_no: 1,
        request: { src: 'https://cdn.example/x.js', display_location: ['all'], integrity: 'sha384-abcd' },
      },
      { authorization: `Bearer ${token}` },
    )
    expect(answer.status).toBe(201)
    expect(await (await sim.request('/demomall/?variant=installed')).text()).toContain(
      'src="https://cdn.example/x.js" integrity="sha384-abcd" crossorigin="anonymous"',
    )
  })

  test('can be as strict as a mall may make it', async () => {
    const answer = await sim.request('/demomall/?csp=1&coop=1')
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(await answer.text()).toContain(`nonce="${nonce}" async src=`)
  })

  test('a wrong password is refused', async () => {
    const answer = await sim.request('/demomall/exec/front/Member/login/', {
      method: 'POST',
      body: new URLSearchParams({ member_id: 'shopper01', member_passwd: 'wrong' }),
    })
    expect(answer.status).toBe(401)
  })
})

test('a restart keeps books, tokens and malls', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cafe24-sim-'))
  const dataFile = join(folder, 'sim.db')
  const first = await startSimulator({ dataFile })
  const put = { method: 'PUT', headers: { 'content-type': 'application/json' } }
  await fetch(`${first.origin}/_sim/malls/demomall`, {
    ...put,
    body: JSON.stringify({ members: [{ member_id: 'kept', points: 500 }] }),
  })
  await first.close()
  const second = await startSimulator({ dataFile })
  const books = await fetch(`${second.origin}/_sim/members/kept/points`)
  expect(await books.json()).toMatchObject({ available: '500.00' })
  await second.close()
  rmSync(folder, { recursive: true })
})
