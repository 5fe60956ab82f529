import { expect, test } from 'vitest'
import { aNonce, refusal } from './support/browser.ts'
import { useWorlds, type World } from './support/pointhub.ts'

const aWorld = useWorlds()

const unseen = [
  ['a zero byte', 'a\u0000b'],
  ['a zero-width space', 'a\u200Bb'],
  ['a change of direction', 'a\u202Eb'],
  ['half of a surrogate pair', 'a\uD800b'],
  ['a character that was lost on the way', 'a\uFFFDb'],
] as const

const anOpening = () => ({ aCode: 'shop', userId: 'shopper01', nonce: aNonce() })
const sessionsOf = ({ store }: World) => store.db.selectFrom('pointhub_session').selectAll().execute()

test.each(unseen)(
  '%s in what the popup sends is refused by the name of its field, and nothing is kept',
  async (_what, text) => {
    const world = await aWorld()
    const browser = world.browser()
    for (const field of ['userId', 'addParam', 'returnTo', 'aCode']) {
      const answer = await browser.api('POST', '/sessions', {
        ...anOpening(),
        [field]: field === 'returnTo' ? `https://shop.test/${text}` : text,
      })
      expect(await refusal(answer)).toMatchObject({
        status: 400,
        code: 'invalid_request',
        field,
        message: expect.stringContaining(`${field}에 보이지 않는 문자`),
      })
    }
    expect(await sessionsOf(world)).toEqual([])

    const shopper = await browser.open()
    const answer = await shopper.call('POST', '/identity', { name: text, phone: '010-1234-5678' })
    expect(await refusal(answer)).toMatchObject({ status: 400, field: 'name' })
    expect(await world.store.db.selectFrom('pointhub_identity').selectAll().execute()).toEqual([])
    expect(await world.store.db.selectFrom('pointhub_count').selectAll().execute()).toEqual([])
  },
)

test('bytes that are no UTF-8 are refused by the name of their field', async () => {
  const world = await aWorld()
  const body = Buffer.from(JSON.stringify({ ...anOpening(), userId: 'MEMBER' }), 'latin1')
  body.set([0xff, 0xfe], body.indexOf('MEMBER'))
  const answer = await world.browser().request('/pointhub/api/sessions', {
    method: 'POST',
    headers: { origin: 'http://pointpay.test', 'content-type': 'application/json' },
    body,
  })
  expect(await refusal(answer)).toMatchObject({ status: 400, field: 'userId' })
})

test('the merchant’s own parameter may have several lines, and comes back as it went', async () => {
  const world = await aWorld()
  const addParam = 'first\r\nsecond\tcolumn'
  const shopper = await (await world.browser().open({ addParam })).identify()
  await (await shopper.select('KT', 5_000)).convert()
  await shopper.until('credited')
  expect(world.merchant.received[0]?.form.get('utc_code')).toBe(addParam)
})

test.each([
  ['a zero byte', 'a%00b'],
  ['half of a surrogate pair', '%ED%A0%80'],
  ['a lone percent sign', '%'],
  ['an escape that is none', '%zz'],
  ['a zero-width space', '%E2%80%8B'],
  ['a way to another folder', '..%2F..'],
  ['thousands of characters', 'x'.repeat(4_000)],
])('a session whose name holds %s is unknown', async (_what, id) => {
  const world = await aWorld()
  const browser = world.browser()
  await browser.open()
  for (const path of ['', '/events', '/balances', '/identity', '/identity/confirm', '/conversions']) {
    const method = path === '' || path === '/events' ? 'GET' : 'POST'
    const answer = await browser.api(method, `/sessions/${id}${path}`, method === 'GET' ? undefined : {})
    expect(await refusal(answer)).toMatchObject({ status: 404, code: 'session_unknown' })
  }
  expect((await browser.request(`/pointhub/sessions/${id}`)).status).toBe(404)
})

test('names of an object’s own machinery, and arrays within arrays to any depth, do no harm', async () => {
  const world = await aWorld()
  const open = (body: string) => world.browser().api('POST', '/sessions', body)
  const opening = JSON.stringify(anOpening()).slice(0, -1)
  const polluted = `${opening},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`
  expect((await open(polluted)).status).toBe(201)
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  const deep = `${'['.repeat(7_000)}${']'.repeat(7_000)}`
  expect((await open(`${opening},"more":${deep}}`)).status).toBe(201)
  expect((await open(deep)).status).toBe(400)
})

test('without partners a media that can be none is told the same as any other', async () => {
  const world = await aWorld({ partners: null, missingSettings: [] })
  expect((await world.browser().request('/pointhub/direct?a_code=%00&user_id=x')).status).toBe(404)
  const form = {
    method: 'POST',
    body: 'a_code=%00',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  expect((await world.browser().request('/pointhub/direct_ci', form)).status).toBe(404)
})
