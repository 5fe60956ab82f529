import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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

  test('gives its script tag a parameter and a separator where the address says so', async () => {
    const page = await (await sim.request('/demomall/?addParam=a%22b&separator=~')).text()
    expect(page).toContain('data-a-code="demo" data-add-param="a&quot;b" data-separator="~"></script>')
  })

  test('carries what its editor pasted in place of the button and the tag, until that is taken out', async () => {
    const snippet = '<script src="https://mine.example/pointpay.js" data-a-code="mine" async></script>'
    await sim.json('/_sim/malls/pastedmall', 'PUT', { snippet })
    const page = await (await sim.request('/pastedmall/')).text()
    expect(page).toContain(snippet)
    expect(page).not.toContain('127.0.0.1:4300')
    await sim.json('/_sim/malls/pastedmall', 'PUT', { snippet: null })
    expect(await (await sim.request('/pastedmall/')).text()).toContain('127.0.0.1:4300')
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

test('a data file from before malls had a pasted code is still read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cafe24-sim-'))
  const dataFile = join(folder, 'sim.db')
  const before = new DatabaseSync(dataFile)
  before.exec(`
    create table malls (
      mall_id text primary key, a_code text not null, widget_src text, shops text not null, owner_password text not null);
    insert into malls values ('oldmall', 'old', null, '[1]', 'pointpay')`)
  before.close()
  const simulator = await startSimulator({ dataFile })
  expect(await (await fetch(`${simulator.origin}/oldmall/`)).text()).toContain('data-a-code="old"')
  await simulator.close()
  rmSync(folder, { recursive: true })
})

test('script tags name the popup’s origin where the simulator was told one', async () => {
  const simulator = await startSimulator({ popupOrigin: 'https://ssl.pointpay.im' })
  const page = await (await fetch(`${simulator.origin}/demomall/`)).text()
  expect(page).toContain('data-a-code="demo" data-origin="https://ssl.pointpay.im"></script>')
  await simulator.close()
})
