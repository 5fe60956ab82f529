import { describe, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { Browser, overTheWire } from '../support/shopper.ts'
import { useService, type World } from '../support/service.ts'

const world = useService()

type Media = Awaited<ReturnType<World['aMedia']>>

const NONCE = '0123456789abcdefghijklmnopqrstuv'
const usd = { shop_no: 3, shop_name: 'Global Shop', currency_code: 'USD', language_code: 'en_US' }
/** Three shops: two in KRW, one in USD. */
const mallShops = [1, { shop_no: 2, shop_name: '2호점', primary_domain: 'www.second.example' }, usd]

const shopsOf = (media: Media) =>
  world()
    .movements(media)
    .then((rows) => rows.map((row) => row.shop_no))
const credited = (media: Media) =>
  world().eventually('the credit', async () => (await world().movements(media)).length > 0)
const nothingWaits = async (media: Media) => (await world().statusOf(media)).backlog === 0

async function tagsOf(media: Media, shopNo: number) {
  const token = await world().service.malls.access(media.mallId)
  if (token.kind !== 'token') throw new Error(token.kind)
  return world().cafe24.scriptTags(media.mallId, token.accessToken, shopNo)
}

describe('a conversion told by PointPay’s own popup', () => {
  const aMediaOfThreeShops = () =>
    world().aConsentedMedia({
      mallShops,
      shops: [aShop(1), aShop(2), aShop(3, { currency: 'USD' }), aShop(4, { active: false })],
    })

  test('is credited in the shop that the press was made in', async () => {
    const media = await aMediaOfThreeShops()
    expect((await post(media.returnUrl, aForm(media, { utc_code: `${NONCE}-s2` }))).text).toBe('201')
    await credited(media)
    expect(await shopsOf(media)).toEqual([2])
  })

  test.each([
    ['a nonce alone', NONCE],
    ['a page’s own add_param', 'order-7'],
    ['nothing at all, as from the script that malls paste', ''],
  ])('is credited in the first shop where it tells %s', async (_, utcCode) => {
    const media = await aMediaOfThreeShops()
    expect((await post(media.returnUrl, aForm(media, { utc_code: utcCode }))).text).toBe('201')
    await credited(media)
    expect(await shopsOf(media)).toEqual([1])
  })

  test('is credited there also where the page has another separator than the media', async () => {
    const media = await aMediaOfThreeShops()
    const utcCode = `order-7!${NONCE}-s2`
    expect((await post(media.returnUrl, aForm(media, { utc_code: utcCode }))).text).toBe('201')
    await credited(media)
    expect(await shopsOf(media)).toEqual([2])
  })

  test.each([
    ['counts in USD', '3'],
    ['is closed', '4'],
    ['is not registered', '5'],
    ['is no shop', 'NaN'],
    ['is number 0', '0'],
  ])('is refused where its shop %s, and nothing is credited anywhere', async (_, shopNo) => {
    const media = await aMediaOfThreeShops()
    const answer = await post(media.returnUrl, aForm(media, { utc_code: `${NONCE}-s${shopNo}` }))
    expect(answer.text).toBe('202|-|원화로 적립하지 않는 상점')
    expect(await nothingWaits(media)).toBe(true)
    expect(await shopsOf(media)).toEqual([])
  })

  test('is a duplicate when it is told again, also after its shop was taken off the list', async () => {
    const media = await aMediaOfThreeShops()
    const form = aForm(media, { utc_code: `${NONCE}-s2` })
    expect((await post(media.returnUrl, form)).text).toBe('201')
    await world().service.setUp.change(media.code, { shops: [aShop(1)] })
    expect((await post(media.returnUrl, form)).text).toBe('202|-|거래번호 중복')
  })

  test('is refused in the first shop too where that does not count in KRW', async () => {
    const media = await world().aConsentedMedia({ shops: [aShop(1, { currency: 'JPY' })] })
    expect((await post(media.returnUrl, aForm(media))).text).toBe('202|-|원화로 적립하지 않는 상점')
  })
})

test('a conversion made in our own popup is credited in the shop that the press was made in', async () => {
  const media = await world().aConsentedMedia({
    mallShops: [1, 2],
    shops: [aShop(1), aShop(2)],
    popup: 'own',
  })
  const browser = new Browser(overTheWire(world().origin))
  const shopper = await (await browser.open({ aCode: media.code, shopNo: 2 })).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await credited(media)
  expect(await shopsOf(media)).toEqual([2])
})

test('a conversion whose shop was taken off the list meanwhile gives the points back', async () => {
  const media = await world().aConsentedMedia({
    mallShops: [1, 2],
    shops: [aShop(1), aShop(2)],
    popup: 'own',
  })
  const browser = new Browser(overTheWire(world().origin))
  const shopper = await (await browser.open({ aCode: media.code, shopNo: 2 })).identify()
  const chosen = await shopper.select('KT', 5_000)
  await world().service.setUp.change(media.code, { shops: [aShop(1), aShop(2, { currency: 'USD' })] })
  await chosen.convert()
  await shopper.until('failed')
  expect(await shopsOf(media)).toEqual([])
})

describe('the shops of a mall', () => {
  test('are one in KRW unless somebody says otherwise', async () => {
    const media = await world().aMedia()
    expect(media).toMatchObject({ shops: [aShop(1)], shopsReadAt: null, shopsReadable: false })
    expect(media.snippet).toContain('data-shops="1"')
  })

  test('registered by hand stand in the button code, those that can be credited alone', async () => {
    const media = await world().aMedia()
    const shops = [aShop(1), aShop(2), aShop(3, { currency: 'USD' })]
    const changed = await world().service.setUp.change(media.code, { shops })
    expect(changed).toMatchObject({ kind: 'changed', status: { shops, shopsReadAt: null } })
    expect((await world().statusOf(media)).snippet).toContain('data-shops="1,2"')
  })

  test('are read at the consent that allows it, with their domains', async () => {
    const media = await world().aMedia({ mallShops, origins: ['https://by-hand.example'] })
    const page = await new Owner().consent(`${media.installUrl}?shops=1`)
    expect(page.title).toBe('토큰 발급 완료')
    expect(page.text).toContain('3번 Global Shop(USD, 버튼이 나오지 않습니다)')
    const status = await world().statusOf(media)
    expect(status.shops).toMatchObject([
      { shopNo: 1, currency: 'KRW', active: true },
      { shopNo: 2, name: '2호점', currency: 'KRW' },
      { shopNo: 3, name: 'Global Shop', currency: 'USD', language: 'en_US' },
    ])
    expect(status).toMatchObject({ shopsReadable: true, shopsReadAt: expect.any(String) })
    expect(status.origins).toEqual(
      expect.arrayContaining([
        'https://by-hand.example',
        `https://${media.mallId}.cafe24.com`,
        'https://www.second.example',
        'https://m.second.example',
      ]),
    )
    expect(status.snippet).toContain('data-shops="1,2"')
  })

  test('are read again when somebody asks', async () => {
    const media = await world().aMedia({ mallShops: [1] })
    await new Owner().consent(`${media.installUrl}?shops=1`)
    await world().cafe24.lever('PUT', `/malls/${media.mallId}`, { shops: [1, 2] })
    const read = await world().service.setUp.readShops(media.code)
    expect(read).toMatchObject({ kind: 'done', status: { shops: [{ shopNo: 1 }, { shopNo: 2 }] } })
  })

  test('stay as they are where the consent does not allow it, and who asks is told where to consent', async () => {
    const media = await world().aConsentedMedia({ mallShops })
    const refused = await world().service.setUp.readShops(media.code)
    expect(refused).toMatchObject({ kind: 'consent-needed' })
    expect('message' in refused && refused.message).toContain(`${media.installUrl}?shops=1`)
    expect((await world().statusOf(media)).shops).toEqual([aShop(1)])
  })

  test('stay as they are while Cafe24 does not answer', async () => {
    const media = await world().aMedia({ mallShops })
    await new Owner().consent(`${media.installUrl}?shops=1`)
    const before = await world().statusOf(media)
    await world().cafe24.lever('PUT', '/faults', { mall_id: media.mallId, down: true })
    expect(await world().service.setUp.readShops(media.code)).toMatchObject({ kind: 'unavailable' })
    await world().cafe24.lever('PUT', '/faults', { mall_id: media.mallId })
    expect((await world().statusOf(media)).shops).toEqual(before.shops)
  })

  test('an app without that permission is connected for 적립금 and the script tag all the same', async () => {
    const media = await world().aMedia()
    const owner = new Owner()
    const asked = await owner.begin(`${media.installUrl}?shops=1&script_tag=1`)
    expect(asked.searchParams.get('scope')).toContain('mall.read_store')
    const back = new URL(await owner.decide(asked, 'deny'))
    back.searchParams.set('error', 'invalid_scope')
    const next = (await owner.visit(back.toString())).headers.get('location')
    const scopes = (await owner.begin(next!)).searchParams.get('scope')
    expect(scopes).toContain('mall.write_application')
    expect(scopes).not.toContain('mall.read_store')
  })

  test('once read, a later consent asks for that permission by itself', async () => {
    const media = await world().aMedia()
    await new Owner().consent(`${media.installUrl}?shops=1`)
    const again = await new Owner().begin(media.installUrl!)
    expect(again.searchParams.get('scope')).toContain('mall.read_store')
  })
})

describe('the widget by script tag', () => {
  async function aMediaWithWidget() {
    const media = await world().aMedia({ mallShops })
    await new Owner().consent(`${media.installUrl}?shops=1&script_tag=1`)
    return media
  }

  test('is put into each shop that can be credited, and into no other', async () => {
    const media = await aMediaWithWidget()
    for (const shopNo of [1, 2]) {
      const [tag, ...more] = await tagsOf(media, shopNo)
      expect(tag!.src).toContain(`/pointpay.js?a_code=${media.code}`)
      expect(more).toEqual([])
    }
    expect(await tagsOf(media, 3)).toEqual([])
    expect((await world().statusOf(media)).scriptTag).toBe('installed')
  })

  test('follows the list: a new shop gets it, one that is no longer served loses it', async () => {
    const media = await aMediaWithWidget()
    await world().service.setUp.change(media.code, {
      shops: [aShop(1), aShop(2, { currency: 'USD' }), aShop(3)],
    })
    expect(await tagsOf(media, 2)).toEqual([])
    expect(await tagsOf(media, 3)).toHaveLength(1)
    expect((await world().statusOf(media)).scriptTag).toBe('installed')
  })

  test('is taken out of every shop, also of one that left the list', async () => {
    const media = await aMediaWithWidget()
    await world().cafe24.lever('PUT', '/faults', { mall_id: media.mallId, down: true })
    await world().service.setUp.change(media.code, { shops: [aShop(1)] })
    expect((await world().statusOf(media)).scriptTag).toBe('outdated')
    await world().cafe24.lever('PUT', '/faults', { mall_id: media.mallId })
    expect(await world().service.setUp.removeScriptTag(media.code)).toMatchObject({ kind: 'done' })
    for (const shopNo of [1, 2]) expect(await tagsOf(media, shopNo)).toEqual([])
  })

  test('is brought to the other shops after one that has it was deleted at Cafe24', async () => {
    const media = await aMediaWithWidget()
    const shops = [1, usd]
    await world().cafe24.putMall(media.mallId, `${world().origin}/solution/result`, { shops })
    await world().service.setUp.change(media.code, { shops: [aShop(1)] })
    expect((await world().statusOf(media)).scriptTag).toBe('installed')
    expect(await tagsOf(media, 1)).toHaveLength(1)
  })
})
