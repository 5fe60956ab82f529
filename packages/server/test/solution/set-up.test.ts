import { DEFAULT_CAP_PER_CALL, DEFAULT_CAP_PER_DAY, newMediaSchema } from '@pointpay/contracts'
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { app } from '../support/simulated-cafe24.ts'
import { useService } from '../support/service.ts'

const world = useService()

test('the guide’s set-up: one address leads the owner through Cafe24’s consent to 토큰 발급 완료, and credits flow', async () => {
  const media = await world().aMedia()
  expect(media).toMatchObject({ consent: 'never', tokenGoodUntil: null, scriptTag: 'not-permitted' })
  const page = await new Owner().consent(media.installUrl!)
  expect(page).toMatchObject({ status: 200, title: '토큰 발급 완료' })
  expect(page.text).toContain(media.code)
  expect(await world().statusOf(media)).toMatchObject({ consent: 'consented', consentProblem: null })

  const answer = await post(media.returnUrl, aForm(media))
  expect(answer).toEqual({ status: 200, text: '201', contentType: 'text/plain; charset=utf-8' })
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
  expect(await world().movements(media)).toMatchObject([{ type: 'increase', amount: '10000.00' }])
})

test('the consent asks for 적립금 alone, which is what the guide has an app register', async () => {
  const media = await world().aMedia({ scopes: ['mall.read_mileage', 'mall.write_mileage'] })
  const consentPage = await new Owner().begin(media.installUrl!)
  expect(consentPage.searchParams.get('scope')).toBe('mall.read_mileage,mall.write_mileage')
  expect((await new Owner().consent(media.installUrl!)).title).toBe('토큰 발급 완료')
})

test('the last page shows the code to paste, and offers to put it in without pasting', async () => {
  const media = await world().aMedia()
  const page = await new Owner().consent(media.installUrl!)
  expect(page.html).toContain(
    media.snippet.split('\n')[0]!.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  )
  expect(page.html).toContain(`href="${media.installUrl}?script_tag=1"`)
})

test('what was converted before the owner consented waits, and goes out at the consent', async () => {
  const media = await world().aMedia()
  expect((await post(media.returnUrl, aForm(media, { rw_price: '777' }))).text).toBe('201')
  expect(await world().statusOf(media)).toMatchObject({ consent: 'never', backlog: 1 })
  expect(await world().movements(media)).toEqual([])
  await new Owner().consent(media.installUrl!)
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
  expect((await world().movements(media))[0]?.amount).toBe('777.00')
})

test('a media code and a mall are taken once, and who asks again changes nothing', async () => {
  const media = await world().aMedia()
  const again = {
    code: media.code,
    integration: { kind: 'cafe24' as const, mallId: 'another', clientId: 'x', clientSecret: 'y' },
  }
  const anotherName = newMediaSchema.parse({ name: '다른 이름', ...again })
  expect(await world().service.setUp.add(anotherName)).toEqual({ kind: 'exists' })
  const taken = newMediaSchema.parse({
    name: '다른 이름',
    code: 'somebody-else',
    integration: { ...again.integration, mallId: media.mallId },
  })
  expect(await world().service.setUp.add(taken)).toEqual({ kind: 'mall-taken', byMediaCode: media.code })
  // Its app is the one that was registered first: the consent still works.
  expect((await new Owner().consent(media.installUrl!)).title).toBe('토큰 발급 완료')
})

test('of several who set the same mall up at once one gets it', async () => {
  const unique = randomBytes(6).toString('hex')
  const wanted = ['first', 'second', 'third'].map((name) =>
    newMediaSchema.parse({
      code: `${name}-${unique}`,
      name,
      integration: { kind: 'cafe24', mallId: `mall${unique}`, clientId: name, clientSecret: name },
    }),
  )
  const results = await Promise.all(wanted.map((each) => world().service.setUp.add(each)))
  const added = results.flatMap((result) => (result.kind === 'added' ? [result.status.code] : []))
  expect(added).toHaveLength(1)
  const taken = { kind: 'mall-taken', byMediaCode: added[0] }
  expect(results.filter(({ kind }) => kind !== 'added')).toEqual([taken, taken])
})

test('a media that was added with a wrong secret is put right, and its owner consents', async () => {
  const media = await world().aMedia()
  await world().service.setUp.changeApp(media.code, { ...app, clientSecret: 'mistyped' })
  expect((await new Owner().consent(media.installUrl!)).title).toBe('카페24가 앱 정보를 받아들이지 않습니다')
  expect(await world().service.setUp.changeApp(media.code, app)).toMatchObject({ consent: 'never' })
  expect((await new Owner().consent(media.installUrl!)).title).toBe('토큰 발급 완료')
})

test('a new secret of the same app goes on with the consent that is there', async () => {
  const media = await world().aConsentedMedia()
  expect(await world().service.setUp.changeApp(media.code, app)).toMatchObject({ consent: 'consented' })
  expect((await post(media.returnUrl, aForm(media))).text).toBe('201')
  await world().eventually('the credit', async () => (await world().movements(media)).length === 1)
})

const ownBackend = (returnUrl: string, mode: 'live' | 'test' = 'live') =>
  newMediaSchema.parse({
    code: `books-${randomBytes(6).toString('hex')}`,
    name: '책방',
    mode,
    integration: { kind: 'own-backend', returnUrl },
  })

test('a media has caps and, where it demands signatures, a proof key from the beginning', async () => {
  const media = await world().aMedia({ memberProof: 'signed-param' })
  expect(media).toMatchObject({
    capPerCall: DEFAULT_CAP_PER_CALL,
    capPerDay: DEFAULT_CAP_PER_DAY,
    memberProof: 'signed-param',
    proofKey: expect.stringMatching(/^[\w-]{43}$/),
    proofKeyIssuedAt: expect.any(String),
  })
  expect(await world().aMedia()).toMatchObject({ memberProof: 'none', proofKeyIssuedAt: null })
})

test('signatures are demanded once a proof key was issued, and not before', async () => {
  const media = await world().aMedia()
  const { setUp } = world().service
  for (const [field, change] of [
    ['memberProof', { memberProof: 'signed-param' }],
    ['unverifiedAllowed', { unverifiedAllowed: true }],
  ] as const)
    expect(await setUp.change(media.code, change)).toEqual({ kind: 'proof-key-needed', field })
  expect(await world().statusOf(media)).toMatchObject({ memberProof: 'none', unverifiedAllowed: false })
  await setUp.issueProofKey(media.code)
  const change = { memberProof: 'signed-param', unverifiedAllowed: true } as const
  expect(await setUp.change(media.code, change)).toMatchObject({ kind: 'changed', status: change })
})

test('a sandbox, where nothing real moves, may tell a merchant on this machine', async () => {
  const { setUp } = world().service
  expect(await setUp.add(ownBackend('http://127.0.0.1:4400/return'))).toMatchObject({ kind: 'added' })
})

describe('in a service for real malls', () => {
  const real = useService({ env: { POINTPAY_PARTNERS: 'none', POINTPAY_IDENTITY: 'none' } })

  test.each([
    'http://localhost:4400/return',
    'https://127.0.0.1/return',
    'https://[::1]/return',
    'http://10.1.2.3/return',
    'http://169.254.169.254/latest',
    'https://backend/return',
  ])('a live merchant’s RETURN URL cannot be %s', async (returnUrl) => {
    const { setUp } = real().service
    expect(await setUp.add(ownBackend(returnUrl))).toEqual({ kind: 'inner-address' })
    const trial = ownBackend(returnUrl, 'test')
    expect(await setUp.add(trial)).toMatchObject({ kind: 'added' })
    expect(await setUp.change(trial.code, { mode: 'live' })).toEqual({ kind: 'inner-address' })
    expect(await real().statusOf(trial)).toMatchObject({ mode: 'test' })
  })

  test('a live merchant’s RETURN URL on the internet is taken', async () => {
    const { setUp } = real().service
    expect(await setUp.add(ownBackend('https://shop.example.com/return'))).toMatchObject({ kind: 'added' })
  })
})
