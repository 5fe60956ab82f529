import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createContext, runInContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { startSimulator } from '../src/index.ts'
import { clientId, useSimulator } from './api.ts'

let nowMs = Date.UTC(2026, 0, 1)
const sim = useSimulator({ clock: () => nowMs })

const japaneseShop = {
  shop_no: 4,
  shop_name: '日本店',
  currency_code: 'JPY',
  language_code: 'ja_JP',
  primary_domain: 'shop.example.jp',
  slave_domain: ['www.example.jp'],
  active: false,
}

/** A mall with an app and one member, and calls to its Admin API. */
async function aMall(mallId: string, shops: unknown[]) {
  await sim.json(`/_sim/malls/${mallId}`, 'PUT', {
    shops,
    apps: [{ client_id: clientId }],
    members: [{ member_id: 'shopper', password: 'pointpay' }],
  })
  const authorization = `Bearer ${await sim.freshToken(undefined, mallId)}`
  return {
    api(method: string, path: string, body?: unknown) {
      nowMs += 1000
      return sim.request(`/${mallId}/api/v2/admin/${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    },
    page: async (path: string) => (await sim.request(`/${mallId}${path}`)).text(),
  }
}

describe('GET shops', () => {
  async function shopsOf(mallId: string) {
    const authorization = `Bearer ${await sim.freshToken(undefined, mallId)}`
    const answer = await sim.request(`/${mallId}/api/v2/admin/shops`, { headers: { authorization } })
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { shops: Record<string, unknown>[] }).shops
  }

  test('lists the demo mall’s shops as Cafe24 does, the third of them in dollars', async () => {
    const [first, second, third] = await shopsOf('demomall')
    expect(first).toEqual({
      shop_no: 1,
      default: 'T',
      shop_name: '한국어 쇼핑몰',
      business_country_code: 'KR',
      language_code: 'ko_KR',
      language_name: '한국어',
      currency_code: 'KRW',
      currency_name: '원 ￦ (South Korean Won)',
      reference_currency_code: null,
      reference_currency_name: null,
      pc_skin_no: 1,
      mobile_skin_no: 2,
      base_domain: 'demomall.cafe24.com',
      primary_domain: 'demomall.cafe24.com',
      slave_domain: [],
      active: 'T',
      timezone: 'Asia/Seoul',
      timezone_name: '(UTC+09:00) 서울',
      date_format: 'YYYY-MM-DD',
      time_format: 'hh:mm:ss',
      use_reference_currency: 'F',
    })
    expect(second).toMatchObject({ shop_no: 2, default: 'F', shop_name: '2호점', currency_code: 'KRW' })
    expect(third).toMatchObject({
      shop_no: 3,
      default: 'F',
      shop_name: 'Global Shop',
      business_country_code: 'US',
      language_code: 'en_US',
      language_name: '영어',
      currency_code: 'USD',
      currency_name: '미국 달러 $ (US Dollar)',
    })
  })

  test('gives a new mall two shops in KRW', async () => {
    await sim.json('/_sim/malls/newmall', 'PUT', { apps: [{ client_id: clientId }] })
    expect(await shopsOf('newmall')).toMatchObject([
      { shop_no: 1, currency_code: 'KRW' },
      { shop_no: 2, currency_code: 'KRW' },
    ])
  })

  test('shows domains, and that a shop is closed', async () => {
    await aMall('closedmall', [1, japaneseShop])
    const [, japanese] = await shopsOf('closedmall')
    expect(japanese).toMatchObject({
      shop_no: 4,
      active: 'F',
      base_domain: 'closedmall.cafe24.com',
      primary_domain: 'shop.example.jp',
      slave_domain: ['www.example.jp'],
    })
  })

  test('wants the scope mall.read_store', async () => {
    const authorization = `Bearer ${await sim.freshToken(['mall.read_mileage', 'mall.write_mileage'])}`
    const answer = await sim.request('/demomall/api/v2/admin/shops', { headers: { authorization } })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: { code: 403 } })
  })
})

test('the owner can consent to the shops being read', async () => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: 'http://127.0.0.1:4300/solution/result',
    scope: 'mall.read_mileage,mall.write_mileage,mall.read_store',
  })
  const page = await sim.request(`/demomall/api/v2/oauth/authorize?${query}`)
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('상점 정보 조회')
})

describe('the shops that a mall is given', () => {
  const put = (shops: unknown[]) => sim.json('/_sim/malls/givenmall', 'PUT', { shops })

  test('are numbers, or objects that say more, and are shown as objects', async () => {
    await put([1, { shop_no: 2, currency_code: 'USD' }, japaneseShop])
    const answer = await sim.request('/_sim/malls/givenmall')
    expect(await answer.json()).toMatchObject({
      shops: [
        {
          shop_no: 1,
          shop_name: '한국어 쇼핑몰',
          currency_code: 'KRW',
          language_code: 'ko_KR',
          primary_domain: null,
          slave_domain: [],
          active: true,
        },
        { shop_no: 2, shop_name: '2호점', currency_code: 'USD', language_code: 'ko_KR', active: true },
        japaneseShop,
      ],
    })
  })

  test('stay as they are where a change does not name them', async () => {
    await put([japaneseShop])
    await sim.json('/_sim/malls/givenmall', 'PUT', { a_code: 'given' })
    const answer = await sim.request('/_sim/malls/givenmall')
    expect(await answer.json()).toMatchObject({ a_code: 'given', shops: [japaneseShop] })
  })

  test.each([
    [[1, { shop_no: 1 }], 'occurs twice'],
    [[0], 'shops'],
    [[{ shop_no: 2, currency_code: 'won' }], 'shops'],
    [[{ shop_no: 2, language_code: 'korean' }], 'shops'],
    [[{ shop_no: 2, currency: 'USD' }], 'shops'],
  ])('are refused where they make no sense: %j', async (shops, why) => {
    const answer = await put(shops)
    expect(answer.status).toBe(422)
    expect(((await answer.json()) as { error: string }).error).toContain(why)
  })
})

describe('a shop’s pages', () => {
  let mall: Awaited<ReturnType<typeof aMall>>
  let cookie: string

  beforeAll(async () => {
    mall = await aMall('pagemall', [
      1,
      2,
      { shop_no: 3, shop_name: 'Global Shop', currency_code: 'USD', language_code: 'en_US' },
      japaneseShop,
    ])
    const answer = await sim.request('/pagemall/exec/front/Member/login/', {
      method: 'POST',
      body: new URLSearchParams({
        member_id: 'shopper',
        member_passwd: 'pointpay',
        returnUrl: '/pagemall/shop3/',
      }),
    })
    expect(answer.headers.get('location')).toBe('/pagemall/shop3/')
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  })
  const memberPage = async (path: string) =>
    (await sim.request(`/pagemall${path}`, { headers: { cookie } })).text()
  const give = (shopNo: number, amount: string) =>
    mall.api('POST', 'points', {
      shop_no: shopNo,
      request: { member_id: 'shopper', amount, type: 'increase', reason: `${shopNo}번 상점 적립` },
    })

  test('show prices in its currency and are in its language', async () => {
    const korean = await mall.page('/shop2/')
    expect(korean).toContain('<html lang="ko">')
    expect(korean).toContain('48,000원')
    const american = await mall.page('/shop3/')
    expect(american).toContain('<html lang="en">')
    expect(american).toContain('$36.00')
    expect(american).toContain('$0.36 (1%)')
    expect(american).not.toMatch(/\d원/)
  })

  test('tell scripts what kind of shop it is', async () => {
    expect([await storefrontOf('/pagemall/'), await storefrontOf('/pagemall/shop3/')]).toEqual([
      { no: 1, currency: 'KRW', language: 'ko_KR', multi: true, default: true },
      { no: 3, currency: 'USD', language: 'en_US', multi: true, default: false },
    ])
    await aMall('singlemall', [1])
    expect(await storefrontOf('/singlemall/')).toMatchObject({ multi: false, default: true })
  })

  test('link all open shops', async () => {
    const page = await mall.page('/shop3/')
    const footer = page.slice(page.indexOf('<footer'), page.indexOf('</footer>'))
    expect([...footer.matchAll(/href="([^"]+)">([^<]+)</g)].map(([, href, name]) => [href, name])).toEqual([
      ['/pagemall/', '한국어 쇼핑몰'],
      ['/pagemall/shop2/', '2호점'],
      ['/pagemall/shop3/', 'Global Shop'],
    ])
  })

  test('are not there for a closed shop, as for an unknown one', async () => {
    for (const path of ['/shop4/', '/shop9/', '/shop4/myshop/mileage/historyList.html'])
      expect((await sim.request(`/pagemall${path}`)).status).toBe(404)
  })

  test('show the points of its currency, to the member who logged in to the mall', async () => {
    for (const [shopNo, amount] of [
      [1, '1000'],
      [2, '500'],
      [3, '12.5'],
    ] as const)
      expect((await give(shopNo, amount)).status).toBe(201)
    expect(await memberPage('/')).toMatch(/mall-mileage">\s*1,500원/)
    expect(await memberPage('/shop2/')).toMatch(/mall-mileage">\s*1,500원/)
    expect(await memberPage('/shop3/')).toMatch(/mall-mileage">\s*\$12\.50/)
    const history = await memberPage('/shop3/myshop/mileage/historyList.html')
    expect(history).toContain('3번 상점 적립')
    expect(history).toContain('+$12.50')
    expect(history).not.toContain('1번 상점 적립')
  })

  /** What the page's own scripts learn of the shop, by running the storefront's script with the page's settings. */
  async function storefrontOf(path: string) {
    const page = await (await sim.request(path)).text()
    const [, attributes = ''] = /<script[^>]* src="[^"]*_client\.js"([^>]*)>/.exec(page) ?? []
    const dataset = Object.fromEntries(
      [...attributes.matchAll(/data-([\w-]+)="([^"]*)"/g)].map(([, name = '', value]) => [
        name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
    )
    const script = await (await sim.request('/pagemall/_client.js')).text()
    const context = createContext({ document: { currentScript: { dataset } }, window: {} })
    runInContext(script, context)
    return JSON.parse(
      runInContext(
        `JSON.stringify({ no: EC_SDE_SHOP_NUM, currency: SHOP.getCurrency(), language: SHOP.getLanguage(),
          multi: SHOP.isMultiShop(), default: SHOP.isDefaultShop() })`,
        context,
      ) as string,
    ) as Record<string, unknown>
  }
})

describe('points of a shop in another currency', () => {
  test('are kept as the number that was sent, in that shop’s history alone', async () => {
    const member = await sim.aMember('s-dollars')
    expect((await sim.move(member, '12000.00', 'increase', { shopNo: 3 })).status).toBe(201)
    expect(await sim.rows({ member_id: member, shop_no: '3' })).toMatchObject([
      { shop_no: 3, available_points_increase: '12000.00' },
    ])
    expect(await sim.rows({ member_id: member })).toEqual([])
  })

  test('cannot be given or listed in a shop that the mall does not have', async () => {
    const member = await sim.aMember('s-unknown')
    const given = await sim.move(member, '10', 'increase', { shopNo: 9 })
    const listed = await sim.list({ start_date: '2026-01-01', end_date: '2026-01-02', shop_no: '9' })
    for (const answer of [given, listed]) {
      expect(answer.status).toBe(422)
      expect(JSON.stringify(await answer.json())).toContain('shop_no')
    }
    expect((await sim.books(member)).rows).toEqual([])
  })
})

describe('script tags', () => {
  const tag = (shopNo: number, src: string) => ({ shop_no: shopNo, request: { src } })
  async function aTag(mall: Awaited<ReturnType<typeof aMall>>, shopNo: number, src: string) {
    const answer = await mall.api('POST', 'scripttags', tag(shopNo, src))
    expect(answer.status).toBe(201)
    return ((await answer.json()) as { scripttag: { script_no: string } }).scripttag.script_no
  }
  async function sources(mall: Awaited<ReturnType<typeof aMall>>, query = '') {
    const answer = await mall.api('GET', `scripttags${query}`)
    return ((await answer.json()) as { scripttags: { src: string }[] }).scripttags.map(({ src }) => src)
  }
  const first = 'https://cdn.example/first.js'
  const second = 'https://cdn.example/second.js'
  const newer = 'https://cdn.example/newer.js'

  test('are listed for one shop, the first where none is named, and stand in its pages alone', async () => {
    const mall = await aMall('tagmall', [1, 2])
    await aTag(mall, 1, first)
    await aTag(mall, 2, second)
    expect(await sources(mall)).toEqual([first])
    expect(await sources(mall, '?shop_no=1')).toEqual([first])
    expect(await sources(mall, '?shop_no=2')).toEqual([second])
    const page = await mall.page('/shop2/?variant=installed')
    expect(page).toContain(`src="${second}"`)
    expect(page).not.toContain(first)
  })

  test('of a shop are changed and taken out by their number', async () => {
    const mall = await aMall('tagchange', [1, 2])
    await aTag(mall, 1, first)
    const scriptNo = await aTag(mall, 2, second)
    expect((await mall.api('PUT', `scripttags/${scriptNo}`, tag(2, newer))).status).toBe(200)
    expect([await sources(mall), await sources(mall, '?shop_no=2')]).toEqual([[first], [newer]])
    expect((await mall.api('DELETE', `scripttags/${scriptNo}`)).status).toBe(200)
    expect([await sources(mall), await sources(mall, '?shop_no=2')]).toEqual([[first], []])
  })

  test('cannot be changed by way of another shop, nor put into one that the mall does not have', async () => {
    const mall = await aMall('tagrefuse', [1, 2])
    const scriptNo = await aTag(mall, 2, second)
    expect((await mall.api('PUT', `scripttags/${scriptNo}`, tag(1, newer))).status).toBe(404)
    expect(await sources(mall, '?shop_no=2')).toEqual([second])
    expect((await mall.api('POST', 'scripttags', tag(9, first))).status).toBe(422)
    expect((await mall.api('GET', 'scripttags?shop_no=9')).status).toBe(422)
  })
})

describe('a data file', () => {
  test('from before shops had a currency is still read: its shops are Korean, and its app may ask for them', async () => {
    const { dataFile, remove } = aDataFile()
    const before = new DatabaseSync(dataFile)
    before.exec(`
      create table malls (
        mall_id text primary key, a_code text not null, widget_src text, shops text not null, owner_password text not null,
        snippet text);
      create table apps (
        mall_id text not null, client_id text not null, client_secret text not null, redirect_uris text not null,
        scopes text not null, webhook_url text, state text not null default 'available',
        primary key (mall_id, client_id));
      insert into malls values ('oldmall', 'old', null, '[1,2]', 'pointpay', null);
      insert into apps values ('oldmall', 'old-client', 'secret', '["http://127.0.0.1:4300/solution/result"]',
        '["mall.read_mileage","mall.write_mileage","mall.read_application","mall.write_application","mall.read_privacy"]',
        null, 'available')`)
    before.close()
    const simulator = await startSimulator({ dataFile })
    const mall = await fetch(`${simulator.origin}/_sim/malls/oldmall`)
    expect(await mall.json()).toMatchObject({
      shops: [
        { shop_no: 1, currency_code: 'KRW', active: true },
        { shop_no: 2, currency_code: 'KRW', active: true },
      ],
    })
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'old-client',
      redirect_uri: 'http://127.0.0.1:4300/solution/result',
      scope: 'mall.read_store',
    })
    const consent = await fetch(`${simulator.origin}/oldmall/api/v2/oauth/authorize?${query}`)
    expect(consent.status).toBe(200)
    await simulator.close()
    remove()
  })

  test('keeps what is known of a shop over a restart', async () => {
    const { dataFile, remove } = aDataFile()
    const first = await startSimulator({ dataFile })
    await fetch(`${first.origin}/_sim/malls/kept`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ shops: [japaneseShop] }),
    })
    await first.close()
    const second = await startSimulator({ dataFile })
    const mall = await fetch(`${second.origin}/_sim/malls/kept`)
    expect(await mall.json()).toMatchObject({ shops: [japaneseShop] })
    await second.close()
    remove()
  })

  function aDataFile() {
    const folder = mkdtempSync(join(tmpdir(), 'cafe24-sim-'))
    return { dataFile: join(folder, 'sim.db'), remove: () => rmSync(folder, { recursive: true }) }
  }
})
