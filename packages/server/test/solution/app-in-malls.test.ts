import { expect, test } from 'vitest'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { app } from '../support/simulated-cafe24.ts'
import { useService } from '../support/service.ts'

const world = useService()

const webhook = (body: unknown) =>
  fetch(`${world().origin}/solution/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test.each([
  ['deleted', 'uninstall', '앱이 삭제되었습니다'],
  ['expired', 'expire-app', '앱 사용 기간이 끝났습니다'],
])(
  'an app that was %s is noticed by its webhook; nothing is lost and all goes out after re-consent',
  async (_how, deed, words) => {
    const media = await world().aConsentedMedia()
    await world().cafe24.lever('POST', `/malls/${media.mallId}/${deed}`)
    await world().eventually(
      'the notice',
      async () => (await world().statusOf(media)).consent === 'withdrawn',
    )
    const status = await world().statusOf(media)
    expect(status.consentProblem).toContain(words)
    expect(status.tokenGoodUntil).toBeNull()

    for (const rw_price of ['100', '200', '300'])
      expect((await post(media.returnUrl, aForm(media, { rw_price }))).text).toBe('201')
    expect(await world().statusOf(media)).toMatchObject({ backlog: 3, needsPerson: 0 })
    expect(await world().movements(media)).toEqual([])

    expect((await new Owner().consent(media.installUrl!)).title).toBe('토큰 발급 완료')
    await world().eventually('the credits', async () => (await world().movements(media)).length === 3)
    const amounts = (await world().movements(media)).map(({ amount }) => Number(amount))
    expect(amounts.sort((a, b) => a - b)).toEqual([100, 200, 300])
    expect(await world().statusOf(media)).toMatchObject({ consent: 'consented', consentProblem: null })
  },
)

test('an app that was renewed at Cafe24 lets its mall go on without a new consent, and what waited goes out', async () => {
  const media = await world().aConsentedMedia()
  await world().cafe24.lever('POST', `/malls/${media.mallId}/expire-app`)
  await world().eventually('the notice', async () => (await world().statusOf(media)).consent === 'withdrawn')
  expect((await post(media.returnUrl, aForm(media))).text).toBe('201')
  expect(await world().movements(media)).toEqual([])
  await world().cafe24.lever('POST', `/malls/${media.mallId}/renew-app`)
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
  const status = await world().statusOf(media)
  expect(status).toMatchObject({ consent: 'consented', consentProblem: null })
  expect(status.tokenGoodUntil).not.toBeNull()
})

test('a renewal that somebody made up opens nothing, and asks Cafe24 once', async () => {
  const media = await world().aConsentedMedia()
  await world().cafe24.lever('POST', `/malls/${media.mallId}/expire-app`)
  await world().eventually('the notice', async () => (await world().statusOf(media)).consent === 'withdrawn')
  const closed = await world().statusOf(media)
  await world().cafe24.lever('DELETE', '/calls')
  const forged = { event_no: 90079, resource: { mall_id: media.mallId, client_id: app.clientId } }
  const answers = await Promise.all(Array.from({ length: 30 }, () => webhook(forged)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
  expect(await world().statusOf(media)).toEqual(closed)
  const calls = await world().cafe24.lever('GET', `/calls?mall_id=${media.mallId}`)
  expect(calls).toMatchObject({ total: 1, byApi: { 'GET points': { 403: 1 } } })
})

test('a removed app whose webhook got lost is noticed at the next credit', async () => {
  const media = await world().aConsentedMedia()
  await world().cafe24.lever('PUT', `/malls/${media.mallId}`, {
    apps: [{ client_id: app.clientId, webhook_url: null }],
  })
  await world().cafe24.lever('POST', `/malls/${media.mallId}/uninstall`)
  expect((await post(media.returnUrl, aForm(media))).text).toBe('201')
  await world().eventually('the notice', async () => (await world().statusOf(media)).consent === 'withdrawn')
  await new Owner().consent(media.installUrl!)
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
})

test('a scope that was withdrawn is noticed, and what waited goes out after re-consent', async () => {
  const media = await world().aConsentedMedia()
  await world().cafe24.lever('POST', `/malls/${media.mallId}/scopes`, { scopes: ['mall.read_mileage'] })
  expect((await post(media.returnUrl, aForm(media))).text).toBe('201')
  await world().eventually('the notice', async () => (await world().statusOf(media)).consent === 'withdrawn')
  expect((await world().statusOf(media)).consentProblem).toContain('다시 동의')
  await new Owner().consent(media.installUrl!)
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
})

test('a webhook that somebody made up stops nothing', async () => {
  const media = await world().aConsentedMedia()
  const forged = { event_no: 90077, resource: { mall_id: media.mallId, client_id: app.clientId } }
  expect((await webhook(forged)).status).toBe(204)
  expect(await world().statusOf(media)).toMatchObject({ consent: 'consented' })
  expect((await post(media.returnUrl, aForm(media))).text).toBe('201')
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
})

test('a made-up webhook cannot close a mall whose token merely died before its time', async () => {
  const media = await world().aConsentedMedia()
  await world().cafe24.lever('POST', `/malls/${media.mallId}/expire-tokens`)
  const forged = { event_no: 90077, resource: { mall_id: media.mallId, client_id: app.clientId } }
  expect((await webhook(forged)).status).toBe(204)
  expect(await world().statusOf(media)).toMatchObject({ consent: 'consented' })
  expect((await post(media.returnUrl, aForm(media))).text).toBe('201')
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
})

test('made-up webhooks cannot use up a mall’s calls, and tell their sender nothing', async () => {
  const media = await world().aConsentedMedia()
  await world().cafe24.lever('DELETE', '/calls')
  const forged = { event_no: 90077, resource: { mall_id: media.mallId, client_id: app.clientId } }
  const answers = await Promise.all(Array.from({ length: 30 }, () => webhook(forged)))
  const stranger = await webhook({ event_no: 90077, resource: { mall_id: 'nobodys', client_id: 'x' } })
  expect(new Set([...answers, stranger].map(({ status }) => status))).toEqual(new Set([204]))
  const calls = await world().cafe24.lever('GET', `/calls?mall_id=${media.mallId}`)
  expect(calls).toMatchObject({ total: 1, byApi: { 'GET points': { 200: 1 } } })
})

test.each([
  ['no JSON', '{', 400],
  ['no event', {}, 400],
  ['a mall id that is none', { event_no: 90077, resource: { mall_id: '../x', client_id: 'x' } }, 400],
  ['a zero byte', { event_no: 90077, resource: { mall_id: 'a\u0000', client_id: 'x' } }, 400],
  ['another event', { event_no: 90080, resource: { mall_id: 'mall', client_id: 'x' } }, 204],
  ['too much', 'x'.repeat(20_000), 413],
])('a webhook with %s is answered calmly', async (_what, body, status) => {
  expect((await webhook(body)).status).toBe(status)
})

test('the app opened from the mall’s admin leads to the consent, and later tells that all is well', async () => {
  const media = await world().aMedia()
  const launch = async () => {
    const answer = await world().cafe24.lever(
      'POST',
      `/malls/${media.mallId}/launch?client_id=${app.clientId}`,
    )
    return `${world().origin}/solution/launch?${(answer as { query: string }).query}`
  }
  const owner = new Owner()
  const install = (await owner.visit(await launch())).headers.get('location')
  expect(install).toBe(media.installUrl)
  expect((await owner.consent(install!)).title).toBe('토큰 발급 완료')
  expect(await owner.read(await launch())).toMatchObject({
    status: 200,
    title: 'PointPay가 연결되어 있습니다',
  })
})

test('a launch that Cafe24 did not sign, or long ago, or for another mall, opens nothing', async () => {
  const [media, other] = [await world().aConsentedMedia(), await world().aConsentedMedia()]
  const answer = await world().cafe24.lever('POST', `/malls/${media.mallId}/launch?client_id=${app.clientId}`)
  const { query } = answer as { query: string }
  const title = async (changed: string) =>
    (await new Owner().read(`${world().origin}/solution/launch?${changed}`)).title
  expect(await title(query)).toBe('PointPay가 연결되어 있습니다')
  const refused = '카페24에서 열린 화면이 아닙니다'
  expect(await title(query.replace('user_type=P', 'user_type=S'))).toBe(refused)
  expect(await title(query.replace(media.mallId, other.mallId))).toBe(refused)
  expect(await title(`mall_id=${other.mallId}&${query}`)).toBe(refused)
  expect(await title(query.replace(/&hmac=.*/, ''))).toBe(refused)
  expect(await title('')).toBe(refused)
  world().advance(6 * 60_000)
  expect(await title(query)).toBe(refused)
})
