import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@pointpay/credit'
import { accountViewSchema, auditPageSchema, type MediaStatus, mediaStatusSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { readSettings, type Service, startService } from '../../src/index.ts'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { settingsEnv } from '../support/service.ts'
import { aSimulatedCafe24, app, type SimulatedCafe24 } from '../support/simulated-cafe24.ts'
import { pointpay, succeed } from './support/pointpay.ts'

let postgres: Postgres
let cafe24: SimulatedCafe24
let service: Service
let env: Record<string, string>
const password = 'a password of some length'

/** One PostgreSQL and one running service for the file, beside which the command works; the tests follow each other. */
beforeAll(async () => {
  ;[postgres, cafe24] = await Promise.all([startPostgres(), aSimulatedCafe24()])
  env = { ...settingsEnv(await freePort(), cafe24.origin), DATABASE_URL: postgres.databaseUrl }
  service = await startService(readSettings({ ...env, POINTPAY_LOG_LEVEL: 'silent' }))
})
afterAll(async () => {
  await service.close()
  await Promise.all([postgres.stop(), cafe24.close()])
})

const addMall = ['media', 'add', '--a-code', 'clishop', '--mall-id', 'climall', '--client-id', app.clientId]
const readShops = ['media', 'shops', 'shopsmall', '--read']
const statusOf = async (code: string): Promise<MediaStatus> =>
  mediaStatusSchema.parse(JSON.parse(await succeed(env, ['media', 'status', code, '--json'])))

test('adding a media prints what to send to the mall’s owner, and what to register with PointPay', async () => {
  const printed = await succeed(
    env,
    [
      ...addMall,
      '--client-secret',
      '-',
      '--name',
      '명령몰',
      '--return-ip',
      '127.0.0.1',
      '10.0.0.0/8',
      '--origin',
      'https://climall.cafe24.com',
    ],
    `${app.clientSecret}\n`,
  )
  const origin = `http://127.0.0.1:${env['POINTPAY_PORT']}`
  const status = await statusOf('clishop')
  expect(printed).toContain(`${origin}/solution/install/clishop`)
  expect(printed).toContain(status.returnUrl)
  expect(printed).toContain('data-a-code="clishop"')
  expect(status).toMatchObject({
    name: '명령몰',
    mallId: 'climall',
    returnNetworks: ['127.0.0.1', '10.0.0.0/8'],
    origins: ['https://climall.cafe24.com'],
    consent: 'never',
  })
})

test('what cannot be added changes nothing and says why, in both languages', async () => {
  const again = await pointpay(env, [...addMall, '--client-secret', 'x'])
  expect(again).toMatchObject({ code: 1, stdout: '' })
  expect(again.stderr).toContain('매체 clishop은(는) 이미 있습니다')
  expect(again.stderr).toContain('Media clishop exists already')
  const taken = await pointpay(env, [...addMall, '--client-secret', 'x', '--a-code', 'second'])
  expect(taken).toMatchObject({ code: 1 })
  expect(taken.stderr).toContain('clishop')
  const list = await succeed(env, ['media', 'list'])
  expect(list).toContain('명령몰')
  expect(list).not.toContain('second')
})

test('a media goes into test mode at once, and live only where somebody agrees after reading what is missing', async () => {
  const trial = await succeed(env, ['media', 'set', 'clishop', '--mode', 'test', '--popup', 'pointpay'])
  expect(trial).toContain('시험, PointPay 팝업')
  expect(trial).not.toContain('data-origin')

  const goLive = ['media', 'set', 'clishop', '--mode', 'live', '--nonce-separator', '~']
  const unasked = await pointpay(env, goLive)
  expect(unasked).toMatchObject({ code: 2, stdout: '' })
  expect(unasked.stderr).toContain('쇼핑몰 주인의 동의')
  expect(unasked.stderr).toContain('--yes')
  expect(await statusOf('clishop')).toMatchObject({ mode: 'test', nonceSeparator: null })

  const live = await succeed(env, [...goLive, '--yes'])
  expect(live).toContain('data-origin="https://ssl.pointpay.im" data-separator="~"')
  expect(await statusOf('clishop')).toMatchObject({ mode: 'live', popup: 'pointpay', nonceSeparator: '~' })
  await succeed(env, ['media', 'set', 'clishop', '--popup', 'own', '--nonce-separator', ''])
  expect(await statusOf('clishop')).toMatchObject({ popup: 'own', nonceSeparator: null })
})

test('the app of a mall is changed, of a media that has one alone', async () => {
  const change = ['media', 'app', 'clishop', '--client-id', app.clientId, '--client-secret', '-']
  const { installUrl } = await statusOf('clishop')
  expect(await succeed(env, change, `${app.clientSecret}\n`)).toContain(installUrl)
  expect(await pointpay(env, change, '\n')).toMatchObject({ code: 2, stdout: '' })
  const unknown = await pointpay(env, change.with(2, 'nobodys'), 'x')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('nobodys')
})

test.each([
  [['media', 'add', '--a-code', 'x'], '--mall-id'],
  [['media', 'add', '--a-code', 'x y', '--own-backend', '--return-url', 'https://x.test/'], '--a-code'],
  [['media', 'add', '--a-code', 'x', '--own-backend', '--return-url', 'ftp://x.test/'], '--return-url'],
  [['media', 'add', '--a-code', 'x', '--own-backend', '--mall-id', 'x'], '--mall-id'],
  [['account', 'add', 'kim', '--name', '김', '--password', 'in the open'], '--password'],
  [['media', 'set', 'clishop'], '--mode'],
  [['media', 'set', 'clishop', '--mode', 'real'], '--mode'],
  [['media', 'set', 'clishop', '--nonce-separator', 'x"'], '--nonce-separator'],
  [['media', 'set', 'clishop', '--cap-per-call', '0'], '--cap-per-call'],
  [['media', 'set', 'clishop', '--cap-per-day', '1만'], '--cap-per-day'],
  [['media', 'set', 'clishop', '--member-proof', 'trust'], '--member-proof'],
  [
    [
      'media',
      'add',
      '--a-code',
      'x',
      '--own-backend',
      '--return-url',
      'https://x.test/',
      '--cap-per-day',
      '-1',
    ],
    '--cap-per-day',
  ],
  [['media', 'shops', 'clishop', '--set', ''], '--set'],
  [['media', 'shops', 'clishop', '--set', '1:KRW,2:won'], '‘2:won’'],
  [['media', 'shops', 'clishop', '--set', '0:KRW'], '‘0:KRW’'],
  [['media', 'shops', 'clishop', '--set', '32768:KRW'], '‘32768:KRW’'],
  [['media', 'shops', 'clishop', '--set', '1:KRW,2'], '‘2’'],
  [['media', 'shops', 'clishop', '--set', '1:KRW,01:USD'], '1번'],
  [['media', 'shops', 'clishop', '--set', '1:KRW', '--read'], '--read'],
  [['nothing'], 'nothing'],
])('a wrong command line is told by its part and tries nothing: %j', async (args, part) => {
  const outcome = await pointpay(env, args)
  expect(outcome).toMatchObject({ code: 2, stdout: '' })
  expect(outcome.stderr).toContain(part)
})

test('a new mall has its first shop in KRW; the shops that are typed take its place, and each says whether it is served', async () => {
  const fresh = await succeed(env, ['media', 'shops', 'clishop'])
  expect(fresh).toMatch(/^1 +- +KRW +- +적립됨$/m)
  expect(fresh).toContain('직접 등록함')

  const printed = await succeed(env, ['media', 'shops', 'clishop', '--set', '1:KRW,2:KRW,3:USD'])
  expect(printed).toMatch(/^2 +- +KRW +- +적립됨$/m)
  expect(printed).toMatch(/^3 +- +USD +- +버튼 없음 · KRW가 아님$/m)
  expect(printed).toContain('data-shops="1,2"')
  expect(await statusOf('clishop')).toMatchObject({
    shops: [
      { shopNo: 1, currency: 'KRW', active: true },
      { shopNo: 2, currency: 'KRW', active: true },
      { shopNo: 3, currency: 'USD', active: true },
    ],
    shopsReadAt: null,
  })
  expect(await succeed(env, ['media', 'status', 'clishop'])).toMatch(
    /^상점 +1:KRW, 2:KRW, 3:USD \(버튼 없음 · KRW가 아님\) – 직접 등록함/m,
  )
})

test('a media’s caps are changed, and its status says them', async () => {
  await succeed(env, ['media', 'set', 'clishop', '--cap-per-call', '500000', '--cap-per-day', '5000000'])
  expect(await statusOf('clishop')).toMatchObject({ capPerCall: 500_000, capPerDay: 5_000_000 })
  expect(await succeed(env, ['media', 'status', 'clishop'])).toContain('한 번 500,000원, 하루 5,000,000원')
})

test('signatures are demanded once a proof key was issued; it is printed once, to stdout', async () => {
  const demand = ['media', 'set', 'clishop', '--member-proof', 'signed-param']
  const early = await pointpay(env, demand)
  expect(early).toMatchObject({ code: 1, stdout: '' })
  expect(early.stderr).toContain('media proof-key clishop')
  expect(await succeed(env, ['media', 'status', 'clishop'])).toMatch(/^회원 확인 +none – /m)

  const printed = await succeed(env, ['media', 'proof-key', 'clishop'])
  const key = /^ {3}([\w-]{43})$/m.exec(printed)![1]!
  await succeed(env, demand)
  const status = await succeed(env, ['media', 'status', 'clishop'])
  expect(status).toMatch(/^회원 확인 +signed-param – 서명으로 확인/m)
  expect(status).toMatch(/^증명 키 +\d{4}-.* 발급$/m)
  expect(status).not.toContain(key)

  const next = JSON.parse(await succeed(env, ['media', 'proof-key', 'clishop', '--json'])) as object
  expect(next).toMatchObject({
    proofKey: expect.not.stringContaining(key),
    oldProofKeyUntil: expect.any(String),
  })
  expect(await succeed(env, ['media', 'status', 'clishop'])).toMatch(/^증명 키 .*이전 것은/m)
  await succeed(env, ['media', 'proof-key', 'clishop', '--end-old'])
  expect(await statusOf('clishop')).toMatchObject({ oldProofKeyUntil: null })
})

test('a RETURN URL is renewed with an overlap, and the old one is ended when it leaked', async () => {
  const before = await statusOf('clishop')
  const printed = await succeed(env, ['media', 'return-key', 'clishop'])
  const after = await statusOf('clishop')
  expect(after.returnUrl).not.toBe(before.returnUrl)
  expect(printed).toContain(after.returnUrl)
  expect(printed).not.toContain(before.returnUrl)
  const status = async (url: string) => (await post(url, aForm({ code: 'another' }))).status
  expect(await status(before.returnUrl!)).toBe(200)
  expect(await succeed(env, ['media', 'status', 'clishop'])).toContain(
    `이전 것은 ${after.oldReturnUrlUntil}까지`,
  )
  await succeed(env, ['media', 'return-key', 'clishop', '--end-old'])
  await expect.poll(() => status(before.returnUrl!)).toBe(404)
  expect(await status(after.returnUrl!)).toBe(200)
})

test.each(['return-key', 'proof-key'])('no %s is made for a media that is not there', async (command) => {
  for (const more of [[], ['--end-old']]) {
    const unknown = await pointpay(env, ['media', command, 'nobodys', ...more])
    expect(unknown).toMatchObject({ code: 1, stdout: '' })
    expect(unknown.stderr).toContain('nobodys')
  }
})

test('a list of shops that serves none is taken, with a warning', async () => {
  const printed = await succeed(env, ['media', 'shops', 'clishop', '--set', '3:USD'])
  expect(printed).toContain('적립할 수 없습니다')
  expect(printed).toContain('nothing can be credited')
  expect(await succeed(env, ['media', 'shops', 'clishop', '--set', '1:KRW'])).not.toContain(
    '적립할 수 없습니다',
  )
})

test('a setting that is missing is named', async () => {
  const outcome = await pointpay({ ...env, POINTPAY_SECRET: '' }, ['media', 'list'])
  expect(outcome).toMatchObject({ code: 2, stdout: '' })
  expect(outcome.stderr).toContain('POINTPAY_SECRET')
})

test('an account that the command makes comes into the console, with its new password alone after a change', async () => {
  await succeed(
    env,
    ['account', 'add', 'kim', '--name', '김담당', '--media', 'clishop', '--password-stdin'],
    password,
  )
  const short = await pointpay(env, ['account', 'add', 'lee', '--name', '이', '--password-stdin'], 'short')
  expect(short).toMatchObject({ code: 2 })
  expect(short.stderr).toContain('10~200자')
  const unknown = await pointpay(env, ['account', 'disable', 'nobody'])
  expect(unknown).toMatchObject({ code: 1 })
  await succeed(env, ['account', 'password', 'kim'], 'another password\n')
  const { origin } = service
  const logIn = (tried: string) =>
    fetch(`${origin}/console/api/login`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'kim', password: tried }),
    })
  expect((await logIn(password)).status).toBe(401)
  const entered = await logIn('another password')
  expect(await entered.json()).toMatchObject({ login: 'kim', role: 'manager', mediaCodes: ['clishop'] })
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
  const isIn = async () => (await fetch(`${origin}/console/api/me`, { headers: { cookie } })).status === 200
  expect(await isIn()).toBe(true)
  await succeed(env, ['account', 'disable', 'kim'])
  expect(await isIn()).toBe(false)
  const accounts = z
    .array(accountViewSchema)
    .parse(JSON.parse(await succeed(env, ['account', 'list', '--json'])))
  expect(accounts).toMatchObject([{ login: 'kim', name: '김담당', disabled: true }])
})

test('while a service holds the embedded store, the command says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pointpay-cli-'))
  const held = await openStore({ folder })
  try {
    const embedded = { ...env, DATABASE_URL: '', POINTPAY_DATA: folder }
    const outcome = await pointpay(embedded, ['media', 'list'])
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toContain('/console/')
    expect(outcome.stderr).toContain('DATABASE_URL')
    expect(outcome.stderr).toContain(String(process.pid))
    await held.close()
    expect(await succeed(embedded, ['media', 'list'])).toContain('매체가 없습니다')
  } finally {
    await held.close()
  }
})

test('a PostgreSQL that is not there is told as such', async () => {
  const outcome = await pointpay({ ...env, DATABASE_URL: 'postgresql://x:y@127.0.0.1:1/z' }, [
    'media',
    'list',
  ])
  expect(outcome).toMatchObject({ code: 1, stdout: '' })
  expect(outcome.stderr).toContain('ECONNREFUSED')
})

test('credits, reviews and tokens are told, and an audit finds the books in order until somebody meddles', async () => {
  const { installUrl, returnUrl, mallId } = await statusOf('clishop')
  await cafe24.putMall(mallId!, `http://127.0.0.1:${env['POINTPAY_PORT']}/solution/result`)
  await new Owner().consent(installUrl!)
  await succeed(env, ['media', 'set', 'clishop', '--popup', 'pointpay'])
  const answers = [
    await post(returnUrl!, aForm({ code: 'clishop' })),
    await post(returnUrl!, aForm({ code: 'clishop' }, { rw_user_id: 'nosuchmember' })),
  ]
  expect(answers.map(({ text }) => text)).toEqual(['201', '201'])
  const counts = async () =>
    (JSON.parse(await succeed(env, ['credit', 'status', '--json'])) as { counts: object }).counts
  await expect.poll(counts, { timeout: 20_000 }).toEqual({ refused: 1 })
  expect(await succeed(env, ['token', 'check', mallId!])).toContain('mall.write_mileage')
  const reviews = await succeed(env, ['review', 'list'])
  expect(reviews).toContain('credit-refused')
  expect(reviews).toContain('nosuchmember')

  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)
  const audit = ['audit', 'run', '--from', today]
  expect(await succeed(env, audit)).toContain('climall')
  const token = (await cafe24.lever('POST', '/tokens', { mall_id: mallId, client_id: app.clientId })) as {
    access_token: string
  }
  const meddled = await fetch(`${cafe24.origin}/${mallId}/api/v2/admin/points`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      shop_no: 1,
      request: { member_id: 'shopper01', amount: '500', type: 'increase', reason: '제휴포인트 전환 FORGED' },
    }),
  })
  expect(meddled.status).toBe(201)
  const found = await pointpay(env, [...audit, '--json'])
  expect(found.code).toBe(3)
  expect(JSON.parse(found.stdout)).toMatchObject([
    { mallId, differences: [{ kind: 'unknown-line', reason: '제휴포인트 전환 FORGED', amount: 500 }] },
  ])
})

test('where the store went back in time, sending is halted until somebody at the shell lets it go on', async () => {
  expect(await succeed(env, ['store', 'status'])).toContain('보내고 있습니다')
  const store = await openStore({ databaseUrl: postgres.databaseUrl })
  try {
    // As after a promotion: the server that answers now has another timeline than the one that was seen.
    await store.db.updateTable('credit_heartbeat').set({ timeline: '000000FF' }).execute()
  } finally {
    await store.close()
  }
  await expect.poll(() => succeed(env, ['store', 'status']), { timeout: 15_000 }).toContain('멈추어 있습니다')
  const asked = await pointpay(env, ['store', 'resume'])
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('promoted') })
  expect(await succeed(env, ['store', 'resume', '--yes'])).toContain('다시 시작했습니다')
  expect(await succeed(env, ['store', 'status'])).toContain('보내고 있습니다')
  expect(await succeed(env, ['store', 'resume'])).toContain('멈추어 있지 않습니다')
})

test('reading the shops without the owner’s consent to it changes nothing, and says where to consent', async () => {
  const add = addMall.with(3, 'shopsmall').with(5, 'shopsmall')
  await succeed(env, [...add, '--client-secret', app.clientSecret])
  await cafe24.putMall('shopsmall', `http://127.0.0.1:${env['POINTPAY_PORT']}/solution/result`, {
    scopes: ['mall.read_mileage', 'mall.write_mileage', 'mall.read_store'],
  })
  await cafe24.lever('PUT', '/malls/shopsmall', {
    shops: [
      { shop_no: 1, shop_name: '본점' },
      { shop_no: 2, shop_name: 'Global', currency_code: 'USD', language_code: 'en_US' },
      { shop_no: 3, shop_name: '쉬는 상점', active: false },
    ],
  })
  const { installUrl } = await statusOf('shopsmall')
  await new Owner().consent(installUrl!)
  const refused = await pointpay(env, readShops)
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain(`${installUrl}?shops=1`)
  expect(refused.stderr).toContain('the owner consents at the address above')
  expect(await statusOf('shopsmall')).toMatchObject({ shops: [{ shopNo: 1, name: null }], shopsReadAt: null })
})

test('shops are read from Cafe24; while it is down, nothing changes', async () => {
  const { installUrl } = await statusOf('shopsmall')
  await new Owner().consent(`${installUrl}?shops=1`)
  await cafe24.lever('PUT', '/faults', { mall_id: 'shopsmall', down: true })
  const down = await pointpay(env, readShops)
  expect(down).toMatchObject({ code: 1, stdout: '' })
  expect(down.stderr).toContain('카페24가 처리하지 못했습니다')
  expect(down.stderr).toContain('Cafe24 did not give the shops')
  await cafe24.lever('PUT', '/faults', { mall_id: 'shopsmall' })

  const printed = await succeed(env, readShops)
  expect(printed).toMatch(/^1 +본점 +KRW +ko_KR +적립됨$/m)
  expect(printed).toMatch(/^2 +Global +USD +en_US +버튼 없음 · KRW가 아님$/m)
  expect(printed).toMatch(/^3 +쉬는 상점 +KRW +ko_KR +닫힌 상점$/m)
  const { shopsReadAt } = await statusOf('shopsmall')
  expect(printed).toContain(`Cafe24에서 읽음 / read from Cafe24: ${shopsReadAt}`)
})

test('shops that are typed keep the names that are known', async () => {
  const set = ['media', 'shops', 'shopsmall', '--set', '1:KRW,3:KRW,4:KRW', '--json']
  expect(JSON.parse(await succeed(env, set))).toEqual({
    shops: [
      { shopNo: 1, name: '본점', currency: 'KRW', language: 'ko_KR', active: true },
      { shopNo: 3, name: '쉬는 상점', currency: 'KRW', language: 'ko_KR', active: true },
      { shopNo: 4, name: null, currency: 'KRW', language: null, active: true },
    ],
    shopsReadAt: null,
  })
})

test('the audit trail tells each reading with its outcome, and each change of shops', async () => {
  await succeed(env, ['account', 'add', 'oper', '--name', '김운영', '--role', 'operator'], password)
  const { origin } = service
  const entered = await fetch(`${origin}/console/api/login`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'oper', password }),
  })
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
  const trail = await fetch(`${origin}/console/api/audit`, { headers: { cookie } })
  const { items } = auditPageSchema.parse(await trail.json())
  const told = items.filter(({ mediaCode, action }) => mediaCode === 'shopsmall' && action !== 'media.add')
  expect(told.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['media.change', 'done'],
    ['media.shops.read', 'done'],
    ['media.shops.read', 'unavailable'],
    ['media.shops.read', 'consent-needed'],
  ])
  expect(told.map(({ changes }) => changes && 'shops' in changes)).toEqual([
    true,
    // The same shops as the consent had read.
    false,
    null,
    null,
  ])
})

test('a merchant that credits by itself has no shops to read or to register', async () => {
  const own = ['media', 'add', '--a-code', 'clibooks', '--own-backend', '--return-url', 'https://x.test/']
  await succeed(env, own)
  expect(await succeed(env, ['media', 'shops', 'clibooks'])).toContain('상점이 없습니다')
  for (const change of [['--read'], ['--set', '1:KRW']]) {
    const refused = await pointpay(env, ['media', 'shops', 'clibooks', ...change])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('it has no shops')
  }
  expect(await statusOf('clibooks')).toMatchObject({ shops: [] })
})

test('shops of a media that is not there are told as such', async () => {
  const unknown = await pointpay(env, ['media', 'shops', 'nobodys', '--set', '1:KRW'])
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('There is no media nobodys')
})
