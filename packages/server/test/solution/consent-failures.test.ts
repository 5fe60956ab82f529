import { newMediaSchema } from '@pointpay/contracts'
import { HttpResponse, bypass, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Owner, type Page } from '../support/owner.ts'
import { useService } from '../support/service.ts'

const world = useService()

const network = setupServer()
beforeAll(() => network.listen({ onUnhandledFrame: 'bypass' }))
afterEach(() => network.resetHandlers())
afterAll(() => network.close())

type Media = Awaited<ReturnType<ReturnType<typeof world>['aMedia']>>

/** What every failure owes: a page that is no page of success, its own log event, nothing kept. */
async function expectKept(page: Page, media: Media, event: string): Promise<void> {
  expect(page.status).toBeGreaterThanOrEqual(400)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(world().log.some((line) => line.event === event && line['mediaCode'] === media.code)).toBe(true)
  // Nothing was kept.
  expect(await world().statusOf(media)).toMatchObject({ consent: 'never', tokenGoodUntil: null })
}

/** Whether the page's way out leads to 토큰 발급 완료 after all. */
async function expectWayOut(page: Page): Promise<void> {
  const next = /<a class="act" href="([^"]+)"/.exec(page.html)?.[1]
  expect((await new Owner().consent(next!)).title).toBe('토큰 발급 완료')
}

test('an owner who refuses is told what for, and can begin again', async () => {
  const media = await world().aMedia()
  const owner = new Owner()
  const page = await owner.read(await owner.decide(await owner.begin(media.installUrl!), 'deny'))
  expect(page.title).toBe('동의가 거부되었습니다')
  await expectKept(page, media, 'consent.denied')
  expect(page.text).toContain('동의함')
  await expectWayOut(page)
})

test('a consent given for another mall is thrown away', async () => {
  const media = await world().aMedia()
  network.use(changingTokenAnswer(media.mallId, { mall_id: 'othermall', user_id: 'othermall' }))
  const page = await new Owner().consent(media.installUrl!)
  expect(page.title).toBe('다른 쇼핑몰에서 동의하셨습니다')
  await expectKept(page, media, 'consent.wrong_mall')
  expect(page.text).toContain(media.mallId)
  expect(page.text).toContain('othermall')
  network.resetHandlers()
  await expectWayOut(page)
})

test('a sub-account cannot consent for the mall, and its token dies at Cafe24', async () => {
  const media = await world().aMedia()
  const revoked: string[] = []
  network.events.on('request:start', ({ request }) => {
    if (request.url.endsWith(`/${media.mallId}/api/v2/oauth/revoke`)) revoked.push(request.url)
  })
  const page = await new Owner().consent(media.installUrl!, { user_id: 'part-timer' })
  expect(page.title).toBe('대표운영자 계정이 아닙니다')
  await expectKept(page, media, 'consent.wrong_account')
  expect(page.text).toContain('part-timer')
  expect(revoked).toHaveLength(1)
  await expectWayOut(page)
})

test('a token without 적립금 write is not kept, and the page names what is missing', async () => {
  const media = await world().aMedia()
  const page = await new Owner().consent(media.installUrl!, { scope: 'mall.read_mileage' })
  expect(page.title).toBe('적립금 권한이 없습니다')
  await expectKept(page, media, 'consent.scope_missing')
  expect(page.text).toContain('mall.write_mileage')
  expect(page.text).toContain('Read + Write')
  await expectWayOut(page)
})

test('a consent that comes back too late is refused', async () => {
  const media = await world().aMedia()
  const owner = new Owner()
  const back = await owner.decide(await owner.begin(media.installUrl!), 'allow')
  world().advance(31 * 60_000)
  const page = await owner.read(back)
  expect(page.title).toBe('동의 시간이 지났습니다')
  await expectKept(page, media, 'consent.state_stale')
  await expectWayOut(page)
})

test('the same answer of Cafe24 works once; a reload says that all is well', async () => {
  const media = await world().aMedia()
  const owner = new Owner()
  const back = await owner.decide(await owner.begin(media.installUrl!), 'allow')
  expect((await owner.read(back)).title).toBe('토큰 발급 완료')
  const page = await owner.read(back)
  expect(page).toMatchObject({ status: 409, title: '이미 처리된 동의입니다' })
  expect(page.text).toContain('이미 발급되어 있습니다')
  expect(await world().statusOf(media)).toMatchObject({ consent: 'consented' })
  expect(
    world().log.some(({ event, mediaCode }) => event === 'consent.state_reused' && mediaCode === media.code),
  ).toBe(true)
})

test('of two that bring the same answer at once, one gets through', async () => {
  const media = await world().aMedia()
  const owner = new Owner()
  const back = await owner.decide(await owner.begin(media.installUrl!), 'allow')
  const pages = await Promise.all(Array.from({ length: 8 }, () => owner.read(back)))
  expect(pages.filter(({ title }) => title === '토큰 발급 완료')).toHaveLength(1)
})

test('a consent that another browser began is refused', async () => {
  const media = await world().aMedia()
  const attacker = new Owner()
  const back = await attacker.decide(await attacker.begin(media.installUrl!), 'allow')
  const page = await new Owner().read(back)
  expect(page.title).toBe('다른 브라우저에서 시작한 동의입니다')
  await expectKept(page, media, 'consent.other_browser')
  await expectWayOut(page)
})

test.each([
  ['without a state', ''],
  ['with a state of one’s own', '?code=abc&state=eyJhbGciOiJub25lIn0.e30.'],
  ['with a state signed by someone else', '?code=abc&state=eyJhbGciOiJIUzI1NiJ9.eyJtZWRpYSI6ImRlbW8ifQ.AAAA'],
])('an answer %s is refused', async (_how, query) => {
  const page = await new Owner().read(`${world().origin}/solution/result${query}`)
  expect(page).toMatchObject({ status: 400, title: '이 주소로는 설치를 마칠 수 없습니다' })
  expect(world().log.some(({ event }) => event === 'consent.state_forged')).toBe(true)
})

test('a state whose media was changed on the way is refused', async () => {
  const media = await world().aMedia()
  const owner = new Owner()
  const back = new URL(await owner.decide(await owner.begin(media.installUrl!), 'allow'))
  const [head, claims, signature] = back.searchParams.get('state')!.split('.')
  const changed = { ...JSON.parse(Buffer.from(claims!, 'base64url').toString()), media: 'demo' }
  back.searchParams.set(
    'state',
    [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.'),
  )
  expect((await owner.read(back.toString())).title).toBe('이 주소로는 설치를 마칠 수 없습니다')
})

test('where Cafe24 does not hand the token out, the owner is asked to come back', async () => {
  const media = await world().aMedia()
  network.use(
    http.post(
      `*/${media.mallId}/api/v2/oauth/token`,
      () => new HttpResponse('<html>점검 중</html>', { status: 503 }),
    ),
  )
  const page = await new Owner().consent(media.installUrl!)
  expect(page.title).toBe('카페24가 응답하지 않습니다')
  await expectKept(page, media, 'consent.cafe24_down')
  network.resetHandlers()
  await expectWayOut(page)
})

test('where the app’s secret is wrong, the page says what to check', async () => {
  const media = await world().aMedia()
  await world().cafe24.lever('PUT', `/malls/${media.mallId}`, {
    apps: [{ client_id: 'pointpay-app', client_secret: 'changed at Cafe24' }],
  })
  const page = await new Owner().consent(media.installUrl!)
  expect(page.title).toBe('카페24가 앱 정보를 받아들이지 않습니다')
  await expectKept(page, media, 'consent.app_refused')
  expect(page.text).toContain('Client Secret')
})

test.each([
  ['invalid_scope', '적립금 권한이 없습니다', 'consent.scope_refused'],
  ['server_error', '카페24가 응답하지 않습니다', 'consent.cafe24_down'],
  ['unauthorized_client', '카페24가 앱 정보를 받아들이지 않습니다', 'consent.app_refused'],
])('Cafe24’s own error %s has its page', async (error, title, event) => {
  const media = await world().aMedia()
  const owner = new Owner()
  const back = new URL(await owner.decide(await owner.begin(media.installUrl!), 'deny'))
  back.searchParams.set('error', error)
  const page = await owner.read(back.toString())
  expect(page.title).toBe(title)
  await expectKept(page, media, event)
})

test('an install address of no media, or of one with its own backend, says so', async () => {
  await world().service.setUp.add(
    newMediaSchema.parse({
      code: 'own',
      name: '자체',
      integration: { kind: 'own-backend', returnUrl: 'https://shop.test/return' },
    }),
  )
  for (const path of ['nobody', 'own', '%00', '..%2f'])
    expect(await new Owner().read(`${world().origin}/solution/install/${path}`)).toMatchObject({
      status: 404,
      title: '등록되지 않은 매체입니다',
    })
})

/** The simulator's own answer, with some fields as another mall or account would have them. */
function changingTokenAnswer(mallId: string, change: Record<string, string>) {
  return http.post(`*/${mallId}/api/v2/oauth/token`, async ({ request }) => {
    const answer = await fetch(bypass(request))
    return HttpResponse.json({ ...((await answer.json()) as object), ...change })
  })
}
