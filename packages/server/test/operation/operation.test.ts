import { expect, test } from 'vitest'
import { createMetrics } from '../../src/operation/metrics.ts'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { useService } from '../support/service.ts'
import { Browser, overTheWire } from '../support/shopper.ts'

const world = useService({ env: { POINTPAY_TRUST_PROXY: '1' } })

async function metrics(): Promise<(name: string) => number | undefined> {
  const answer = await fetch(`${world().origin}/metrics`)
  expect(answer.headers.get('content-type')).toContain('text/plain')
  const lines = (await answer.text()).split('\n')
  return (name) => {
    const line = lines.find((each) => each.startsWith(`${name} `))
    return line === undefined ? undefined : Number(line.slice(name.length + 1))
  }
}

test('a conversion shows in the metrics: its answer, its time, its mall', async () => {
  const media = await world().aConsentedMedia({ popup: 'own' })
  const before = await metrics()
  const credited = 'pointpay_converted_to_credited_seconds_count'
  const answered = 'pointpay_return_answers_total{outcome="accepted"}'
  const shopper = await new Browser(overTheWire(world().origin)).open({ aCode: media.code })
  await (await shopper.identify()).select('KT', 1_000)
  await shopper.convert()
  await shopper.until('credited', 15_000)
  await world().eventually(
    'the latency',
    async () => (await metrics())(credited) === (before(credited) ?? 0) + 1,
  )
  const after = await metrics()
  expect(after(answered)).toBe((before(answered) ?? 0) + 1)
  const mall = `{mall="${media.mallId}"}`
  expect(after(`pointpay_mall_backlog${mall}`)).toBe(0)
  expect(after(`pointpay_mall_oldest_waiting_seconds${mall}`)).toBe(0)
  expect(after(`pointpay_mall_token_days_left${mall}`)).toBeCloseTo(14, 1)
  expect(after('pointpay_converted_to_credited_seconds_sum')).toBeGreaterThan(0)
})

test("calls show in the metrics as their mall's bucket in use, until it has leaked away", async () => {
  const media = await world().aConsentedMedia()
  const bucketUse = async () => (await metrics())(`pointpay_mall_bucket_use_ratio{mall="${media.mallId}"}`)!
  await Promise.all(Array.from({ length: 8 }, () => post(media.returnUrl, aForm(media))))
  await world().eventually('a bucket in use', async () => (await bucketUse()) > 0)
  await world().eventually('an empty bucket', async () => (await bucketUse()) === 0)
})

test('what waits shows in the metrics: how much, how long, in which state', async () => {
  const media = await world().aMedia()
  const mall = `{mall="${media.mallId}"}`
  const before = (await metrics())('pointpay_credit_parts{state="accepted"}')!
  await post(media.returnUrl, aForm(media))
  await post(media.returnUrl, aForm(media))
  const now = await metrics()
  expect(now(`pointpay_mall_backlog${mall}`)).toBe(2)
  expect(now(`pointpay_mall_oldest_waiting_seconds${mall}`)).toBeGreaterThan(0)
  expect(now(`pointpay_mall_token_days_left${mall}`)).toBe(0)
  expect(now('pointpay_credit_parts{state="accepted"}')).toBe(before + 2)
  expect(now('pointpay_credit_parts{state="review"}')).toBe(0)
})

test('metrics are for one’s own network', async () => {
  const from = async (address: string) =>
    (await fetch(`${world().origin}/metrics`, { headers: { 'x-forwarded-for': address } })).status
  expect(await from('203.0.113.9')).toBe(403)
  expect(await from('2001:db8::1')).toBe(403)
  expect(await from('no address')).toBe(403)
  expect(await from('10.2.3.4')).toBe(200)
  expect(await from('fd00::1')).toBe(200)
  expect(await from('10.2.3.4:51008')).toBe(200)
  expect(await from('"[fd00::1]:443"')).toBe(200)
  expect(await from('203.0.113.9:51008')).toBe(403)
  expect(await from('[2001:db8::1]:443')).toBe(403)
  expect(await from('10.2.3.4:99999')).toBe(403)
})

test('behind a proxy that the settings know nothing of, metrics are not for those whom it lets in', async () => {
  const { routes, close } = createMetrics({
    db: {} as never,
    credits: () =>
      ({
        ledger: { counts: async () => ({}) },
        malls: { statuses: async () => [] },
        recovery: { standing: async () => ({ halted: null, carefulUntil: null }) },
      }) as never,
    clientAddress: () => '127.0.0.1',
    clock: () => new Date(),
  })
  const through = async (forwarded: Record<string, string>) =>
    (await routes.request('/metrics', { headers: forwarded })).status
  expect(await through({})).toBe(200)
  expect(await through({ 'x-forwarded-for': '10.2.3.4' })).toBe(200)
  expect(await through({ 'x-forwarded-for': '203.0.113.9' })).toBe(403)
  expect(await through({ 'x-forwarded-for': '10.2.3.4, 203.0.113.9' })).toBe(403)
  expect(await through({ 'x-forwarded-for': '[fd00::1]:443, 10.2.3.4:51008' })).toBe(200)
  expect(await through({ 'x-forwarded-for': '10.2.3.4:51008, 203.0.113.9:51008' })).toBe(403)
  close()
})

test('every answer names its request, and the log tells of it by the same name', async () => {
  const media = await world().aMedia()
  const answer = await fetch(media.returnUrl, {
    method: 'POST',
    body: new URLSearchParams(aForm(media)),
    headers: { 'x-request-id': 'proxy-0123456789' },
  })
  expect(answer.headers.get('x-request-id')).toBe('proxy-0123456789')
  const lines = world().log.filter(({ requestId }) => requestId === 'proxy-0123456789')
  expect(lines.map(({ event }) => event)).toEqual(['credit.accepted', 'request'])
  expect(lines[1]).toMatchObject({ method: 'POST', route: '/solution/return/:returnKey', status: 200 })
  const unnamed = await fetch(`${world().origin}/healthz`, { headers: { 'x-request-id': 'no id at all' } })
  expect(unnamed.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('no log line holds a member, a phone, a key, a code or a token', async () => {
  const media = await world().aConsentedMedia({ members: ['very-personal-id'], popup: 'own' })
  const shopper = await new Browser(overTheWire(world().origin)).open({
    aCode: media.code,
    userId: 'very-personal-id',
    addParam: 'very-personal-param',
  })
  await (await shopper.identify('홍길동', '010-9876-5432')).select('KT', 1_000)
  await shopper.convert()
  await shopper.until('credited', 15_000)
  await world().service.setUp.change(media.code, { popup: 'pointpay' })
  await post(media.returnUrl, aForm(media, { rw_user_id: 'nobody-of-the-mall' }))
  await post(media.returnUrl, aForm(media, { rw_user_id: 'personal\u0000', rw_price: 'x' }))
  const owner = new Owner()
  await owner.read(await owner.decide(await owner.begin(media.installUrl!), 'allow'))
  await world().eventually('the refusal', async () => (await world().statusOf(media)).needsPerson === 1)
  const token = await world().service.malls.access(media.mallId)
  const secrets = [
    'very-personal',
    'nobody-of-the-mall',
    '홍길동',
    '9876-5432',
    '98765432',
    new URL(media.returnUrl).pathname.split('/').at(-1)!,
    'app-secret',
    ...(token.kind === 'token' ? [token.accessToken] : []),
  ]
  const log = JSON.stringify(world().log)
  expect(log.length).toBeGreaterThan(1_000)
  for (const secret of secrets) expect(log).not.toContain(secret)
})

test('a process says that it lives, that it can serve, and that its partners are played', async () => {
  expect(await (await fetch(`${world().origin}/healthz`)).json()).toEqual({ status: 'ok' })
  expect(await (await fetch(`${world().origin}/readyz`)).json()).toEqual({
    status: 'ready',
    sandbox: true,
  })
})

test('an idle connection outlasts the proxy that holds it', async () => {
  const kept = (await fetch(`${world().origin}/healthz`)).headers.get('keep-alive')
  expect(Number(/timeout=(\d+)/.exec(kept ?? '')?.[1])).toBeGreaterThan(60)
})

test('an address that is none is told to people as a page, to programs as JSON', async () => {
  const page = await new Owner().read(`${world().origin}/nowhere`)
  expect(page).toMatchObject({ status: 404, title: '없는 주소입니다' })
  const answer = await fetch(`${world().origin}/nowhere`)
  expect(answer.status).toBe(404)
  expect(await answer.json()).toEqual({ error: { code: 'not_found', message: '없는 주소입니다' } })
})

test('the console is served with its own addresses, its icon, and a policy that lets nothing else in', async () => {
  for (const path of ['/console/', '/console/conversions', '/console/media/demo']) {
    const page = await fetch(`${world().origin}${path}`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('id="app"')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
    expect(page.headers.get('x-frame-options')).toBe('DENY')
  }
  const index = await (await fetch(`${world().origin}/console/`)).text()
  const assets = [...index.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g)].map(([, path]) => path)
  expect(assets.length).toBeGreaterThan(0)
  for (const path of assets) {
    const asset = await fetch(`${world().origin}${path}`)
    expect(asset.headers.get('cache-control')).toContain('immutable')
  }
  const icon = await fetch(`${world().origin}/console/icon.svg`)
  expect(icon.headers.get('content-type')).toBe('image/svg+xml')
  expect((await fetch(`${world().origin}/console`)).url).toBe(`${world().origin}/console/`)
})
