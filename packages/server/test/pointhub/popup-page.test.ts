import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { refusal } from './support/browser.ts'
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
  ['a member not in UTF-8', '?a_code=shop&user_id=%C8%AB%B1%E6', 400, 'user_id 값에 보이지 않거나 깨진 문자'],
  ['a member with a zero byte', '?a_code=shop&user_id=a%00', 400, 'user_id 값에 보이지 않거나 깨진 문자'],
  ['a media with a zero byte', '?a_code=%00&user_id=x', 400, 'a_code 값에 보이지 않거나 깨진 문자'],
  [
    'a parameter with a zero byte',
    '?a_code=shop&user_id=x&add_param=%00',
    400,
    'add_param 값에 보이지 않거나 깨진 문자',
  ],
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

test('a popup that was not built says so', async () => {
  const world = await aWorld({ popupDist: '/nowhere' })
  expect((await world.browser().request(page)).status).toBe(503)
})

test('a media whose mall cannot be credited opens no session', async () => {
  const world = await aWorld({ isReady: async () => false })
  const answer = await world.browser().api('POST', '/sessions', { aCode: 'shop', userId: 'x' })
  expect((await refusal(answer)).code).toBe('media_not_ready')
})
