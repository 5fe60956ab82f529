import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { aNonce, Browser, refusal, view } from './support/browser.ts'
import { useWorlds } from './support/pointhub.ts'

const aWorld = useWorlds()
const page = '/pointhub/direct?a_code=shop&user_id=shopper01'

test('the popup is served with a strict policy, and its browser is remembered', async () => {
  const world = await aWorld()
  const answer = await world.browser().request(page)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  )
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('referrer-policy')).toBe('same-origin')
  expect(answer.headers.get('set-cookie')).toMatch(
    /^pointpay_browser=[\w-]{32}; Max-Age=\d+; Path=\/pointhub; HttpOnly; SameSite=Lax$/,
  )
})

test('behind https the cookie is Secure', async () => {
  const world = await aWorld({ origin: 'https://pointpay.test' })
  expect((await world.browser().request(page)).headers.get('set-cookie')).toContain('Secure')
})

test('a browser keeps its cookie', async () => {
  const world = await aWorld()
  const browser = world.browser()
  await browser.request(page)
  expect((await browser.request(page)).headers.get('set-cookie')).toBeNull()
})

test.each([
  ['a missing member', '?a_code=shop', 400, 'user_id 값이 없습니다'],
  ['a repeated media', '?a_code=shop&a_code=other&user_id=x', 400, 'a_code 값이 두 번 있습니다'],
  ['a member too long', `?a_code=shop&user_id=${'x'.repeat(21)}`, 400, 'user_id 값이 올바르지 않습니다'],
  ['a member not in UTF-8', '?a_code=shop&user_id=%C8%AB%B1%E6', 400, 'user_id 값이 올바르지 않습니다'],
  ['an unknown media', '?a_code=nobody&user_id=x', 404, '등록되지 않은 매체'],
])('%s is told in Korean, and no cookie is set', async (_name, query, status, words) => {
  const world = await aWorld()
  for (const path of ['/pointhub/direct', '/pointhub/direct.php']) {
    const answer = await world.browser().request(path + query)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain(words)
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
})

test('parameters that malls add by themselves are ignored', async () => {
  const world = await aWorld()
  expect((await world.browser().request(`${page}&utm_source=x`)).status).toBe(200)
})

test('assets are immutable and compressed as the browser likes', async () => {
  const world = await aWorld()
  const asset = (encoding: string) =>
    world.browser().request('/pointhub/assets/index-abc123.js', { headers: { 'accept-encoding': encoding } })
  const plain = Buffer.from(await (await asset('identity')).arrayBuffer())
  const brotli = await asset('gzip, deflate, br')
  expect(brotli.headers.get('content-encoding')).toBe('br')
  expect(brotli.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(brotliDecompressSync(Buffer.from(await brotli.arrayBuffer()))).toEqual(plain)
  const gzip = await asset('gzip, br;q=0')
  expect(gunzipSync(Buffer.from(await gzip.arrayBuffer()))).toEqual(plain)
})

test.each(['/pointhub/assets/nothing.js', '/pointhub/assets/..%2Findex.html', '/pointhub/assets/%2e%2e'])(
  'nothing but built assets is served (%s)',
  async (path) => {
    const world = await aWorld()
    expect((await world.browser().request(path)).status).toBe(404)
  },
)

const form = {
  a_code: 'shop',
  user_id: 'shopper01',
  add_param: '</script><b>',
  user_ci: 'CI0123456789',
  user_name: '홍길동',
  user_phone: '010-1234-5678',
}
const post = (browser: Browser, fields: Record<string, string>, path = '/pointhub/direct_ci') =>
  browser.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })

test.each(['/pointhub/direct_ci', '/pointhub/direct_ci.php'])(
  'the unverified mode is off, in the guide’s words (%s)',
  async (path) => {
    const world = await aWorld()
    const answer = await post(world.browser(), form, path)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('<p>현재 이용이 불가능 합니다</p>')
  },
)

test('where a media is allowed, the merchant tells the person and the identity check is skipped', async () => {
  const world = await aWorld({ shop: { unverifiedAllowed: true } })
  const browser = world.browser()
  const answer = await post(browser, form)
  const html = await answer.text()
  expect(answer.status).toBe(200)
  const data = /<script type="application\/json" id="pointpay-open">(.*?)<\/script><\/head>/.exec(html)?.[1]
  expect(data).not.toContain('<')
  const opened = JSON.parse(data ?? '') as { aCode: string; userId: string; addParam: string }
  expect(opened).toMatchObject({ aCode: 'shop', userId: 'shopper01', addParam: form.add_param })
  const { aCode, userId, addParam } = opened
  const nonce = aNonce()
  const session = await view(await browser.api('POST', '/sessions', { aCode, userId, addParam, nonce }))
  expect(session).toMatchObject({ nonce, identity: { status: 'verified', maskedName: '홍*동' } })
  expect(session.kinds).toHaveLength(3)
  const again = await view(await browser.api('POST', '/sessions', { aCode, userId, addParam, nonce }))
  expect(again.id).toBe(session.id)
})

test('what the merchant told of the person is good for that popup alone', async () => {
  const world = await aWorld({ shop: { unverifiedAllowed: true } })
  const browser = world.browser()
  await post(browser, form)
  const opening = { aCode: 'shop', userId: 'shopper01', addParam: form.add_param }
  const open = async (nonce: string) => view(await browser.api('POST', '/sessions', { ...opening, nonce }))
  await open(aNonce())
  expect((await open(aNonce())).identity.status).toBe('needed')
  const stranger = world.browser()
  const theirs = { aCode: 'shop', userId: 'shopper01', nonce: aNonce() }
  expect((await view(await stranger.api('POST', '/sessions', theirs))).identity.status).toBe('needed')
})

test('two forms in one browser: each popup gets what its own form told, and the second takes nothing from the first', async () => {
  const world = await aWorld({ shop: { unverifiedAllowed: true } })
  const browser = world.browser()
  const open = async (addParam: string) =>
    view(await browser.api('POST', '/sessions', { aCode: 'shop', userId: 'shopper01', addParam }))
  await post(browser, { ...form, add_param: 'stale', user_name: '홍길동' })
  world.clock.advance(1_000)
  await post(browser, { ...form, add_param: 'stale', user_name: '김여정' })
  const first = await open('stale')
  expect(first.identity).toEqual({ status: 'verified', maskedName: '김*정' })
  // A form that another site posts comes without our Lax cookies.
  const withoutCookies = world.browser()
  await post(withoutCookies, { ...form, add_param: 'next' })
  for (const [name, value] of withoutCookies.cookies) browser.cookies.set(name, value)
  const second = await open('next')
  expect(second.id).not.toBe(first.id)
  for (const { id } of [first, second])
    expect((await view(await browser.api('GET', `/sessions/${id}`))).id).toBe(id)
})

test('a form in EUC-KR tells the same person', async () => {
  const world = await aWorld({ shop: { unverifiedAllowed: true } })
  const browser = world.browser()
  const fields = new URLSearchParams({ ...form, add_param: 'x', user_name: 'NAME' }).toString()
  const answer = await browser.request('/pointhub/direct_ci', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: fields.replace('NAME', '%C8%AB%B1%E6%B5%BF'),
  })
  expect(answer.status).toBe(200)
  const opening = { aCode: 'shop', userId: 'shopper01', addParam: 'x' }
  const { identity } = await view(await browser.api('POST', '/sessions', opening))
  expect(identity).toEqual({ status: 'verified', maskedName: '홍*동' })
})

test.each(['user_ci', 'user_name', 'user_phone', 'user_id'])(
  'a form without %s is refused',
  async (field) => {
    const world = await aWorld({ shop: { unverifiedAllowed: true } })
    const answer = await post(world.browser(), { ...form, [field]: '' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(field)
  },
)

test('a form of a megabyte is refused', async () => {
  const world = await aWorld({ shop: { unverifiedAllowed: true } })
  const answer = await post(world.browser(), { ...form, add_param: 'x'.repeat(1_000_000) })
  expect(answer.status).toBe(413)
})

test('a popup that was not built says so', async () => {
  const world = await aWorld({ popupDist: '/nowhere' })
  expect((await world.browser().request(page)).status).toBe(503)
})

test('a media whose mall cannot be credited opens no session', async () => {
  const world = await aWorld({ isReady: async () => false })
  const answer = await world.browser().api('POST', '/sessions', { aCode: 'shop', userId: 'x' })
  expect((await refusal(answer)).code).toBe('media_not_ready')
})
