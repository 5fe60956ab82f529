import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MediaStatus, newMediaSchema, serviceViewSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { http, HttpResponse, passthrough } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readSettings, type Service, SettingsError, startService } from '../../src/index.ts'
import { aNonce, refusal } from '../pointhub/support/browser.ts'
import { aForm, post } from '../support/postback.ts'
import { settingsEnv } from '../support/service.ts'
import { Browser, overTheWire } from '../support/shopper.ts'

const realCafe24 = 'https://{mall_id}.cafe24api.com'
const loopback = 'http://127.0.0.1:4310/{mall_id}'

/** Every request to the real Cafe24, which answers as it does to a token of nobody's. */
const toCafe24: string[] = []
const network = setupServer(
  http.all('https://*.cafe24api.com/*', ({ request }) => {
    toCafe24.push(`${request.method} ${request.url}`)
    return HttpResponse.json({ error: { code: 401, message: 'Access token is invalid' } }, { status: 401 })
  }),
  http.all('*', () => passthrough()),
)
beforeAll(() => network.listen())
afterEach(() => void toCafe24.splice(0))
afterAll(() => network.close())

/** The tests' published ones are refused beside the real Cafe24. */
const ownSecrets = {
  POINTPAY_SECRET: randomBytes(32).toString('base64url'),
  POINTPAY_TOKEN_KEYS: `own:${randomBytes(32).toString('base64')}`,
}

async function envOf(partners: string, identity: string, origin: string) {
  const port = await freePort()
  return {
    ...settingsEnv(port, ''),
    ...ownSecrets,
    CAFE24_ORIGIN: origin,
    POINTPAY_PARTNERS: partners,
    POINTPAY_IDENTITY: identity,
    POINTPAY_LOG_LEVEL: 'silent',
  }
}

/** One store for the file, since a new one takes seconds; each test has a service of its own on it. */
const folder = mkdtempSync(join(tmpdir(), 'modes-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(env: Record<string, string>): Promise<Service> {
  const service = await startService(readSettings({ ...env, POINTPAY_DATA: folder }))
  onTestFinished(() => service.close())
  return service
}

/** A media of a mall whose owner has not consented. */
async function addMedia(service: Service, mode: 'live' | 'test', popup: 'own' | 'pointpay' = 'own') {
  const code = `${mode}${randomBytes(4).toString('hex')}`
  const mallId = `mall${randomBytes(6).toString('hex')}`
  const integration = { kind: 'cafe24', mallId, clientId: 'app', clientSecret: 'secret' }
  const added = await service.setUp.add(newMediaSchema.parse({ code, name: code, mode, popup, integration }))
  if (added.kind !== 'added') throw new Error(added.kind)
  return { ...added.status, returnUrl: added.status.returnUrl! }
}

const combinations = (['none', 'sandbox'] as const).flatMap((partners) =>
  (['none', 'sandbox'] as const).flatMap((identity) =>
    ([loopback, realCafe24] as const).map((origin) => ({ partners, identity, origin })),
  ),
)

const isSandbox = ({ partners, identity }: (typeof combinations)[number]) =>
  partners === 'sandbox' || identity === 'sandbox'
const isRefused = (each: (typeof combinations)[number]) => isSandbox(each) && each.origin === realCafe24

test.each(combinations.filter(isRefused))(
  'partners $partners, identity $identity, Cafe24 at $origin: the start is refused, with the reason',
  async ({ partners, identity, origin }) => {
    const env = await envOf(partners, identity, origin)
    expect(() => readSettings(env)).toThrow(SettingsError)
    expect(() => readSettings(env)).toThrow(/play points would become real 적립금/)
  },
)

test.each(combinations.filter((each) => !isRefused(each)))(
  'partners $partners, identity $identity, Cafe24 at $origin: live media have a popup only with both, media in test mode always',
  async (combination) => {
    const { partners, identity, origin } = combination
    const mounted = partners === 'sandbox' && identity === 'sandbox'
    const service = await start(await envOf(partners, identity, origin))
    const [live, trial] = [await addMedia(service, 'live'), await addMedia(service, 'test')]
    const open = ({ code }: MediaStatus) =>
      fetch(`${service.origin}/pointhub/direct?a_code=${code}&user_id=shopper01`)
    const page = await open(live)
    expect(page.status).toBe(mounted ? 200 : 404)
    const words = await page.text()
    expect(words.includes('POINTPAY_PARTNERS')).toBe(!mounted && partners === 'none')
    expect(words.includes('POINTPAY_IDENTITY')).toBe(!mounted && identity === 'none')
    expect((await open(trial)).status).toBe(200)

    const sandbox = isSandbox(combination)
    const ready: unknown = await (await fetch(`${service.origin}/readyz`)).json()
    expect(ready).toMatchObject({ sandbox })
    const told = serviceViewSchema.parse(await (await fetch(`${service.origin}/console/api/service`)).json())
    expect(told).toEqual({ pointhub: mounted, sandbox })
  },
)

test('the default settings have no partners: a service that is started without a word serves no play points', async () => {
  const { POINTPAY_PARTNERS: _, POINTPAY_IDENTITY: __, ...env } = await envOf('', '', realCafe24)
  expect(readSettings(env)).toMatchObject({ partners: 'none', identity: 'none' })
})

describe('next to the real Cafe24', () => {
  test('no call of the popup’s API yields a session, a code or a balance for a live media', async () => {
    const service = await start(await envOf('none', 'none', realCafe24))
    const { code: aCode } = await addMedia(service, 'live')
    const browser = new Browser(overTheWire(service.origin))
    const opened = await refusal(
      await browser.api('POST', '/sessions', { aCode, userId: 'shopper01', nonce: aNonce() }),
    )
    expect([opened.status, opened.code]).toEqual([404, 'partners_missing'])
    const id = 'A'.repeat(24)
    const calls = [
      ['GET', ''],
      ['POST', '/identity', { name: '홍길동', phone: '010-1234-5678' }],
      ['POST', '/identity/confirm', { code: '123456' }],
      ['POST', '/balances'],
      ['PUT', '/selection', { kind: 'KT', points: 1_000 }],
      ['GET', '/events'],
    ] as const
    for (const [method, path, body] of calls)
      expect((await browser.api(method, `/sessions/${id}${path}`, body)).status).toBe(404)
    expect(toCafe24).toEqual([])
  })

  test('a shopper goes the whole way with a media in test mode, and nothing leaves for Cafe24', async () => {
    const service = await start(await envOf('none', 'none', realCafe24))
    const media = await addMedia(service, 'test')
    const browser = new Browser(overTheWire(service.origin))
    const shopper = await (await browser.open({ aCode: media.code })).identify()
    await (await shopper.select('KT', 12_345)).convert()
    const view = await shopper.until('credited', 15_000)
    expect(view).toMatchObject({ sandbox: true, test: true })
    const credit = await service.ledger.byTransaction(media.code, view.conversion!.transactionNumber)
    expect(credit).toMatchObject({ test: true, state: 'credited', amount: 12_345 })

    const available = await service.ledger.availablePoints(credit!.id)
    expect(available).toMatchObject({ kind: 'available', available: 12_345 })
    await service.ledger.cancel({ creditId: credit!.id, by: 'operator', reason: '시험' })
    await expect
      .poll(async () => (await service.ledger.byId(credit!.id))?.state, { timeout: 10_000 })
      .toBe('cancelled')
    expect(toCafe24).toEqual([])
  })

  test('PointPay’s own call for a media in test mode is refused, so that the points go back, and credits nothing', async () => {
    const service = await start(await envOf('none', 'none', realCafe24))
    const media = await addMedia(service, 'test')
    const form = aForm(media)
    expect((await post(media.returnUrl, form)).text).toBe('202|-|시험 중인 매체')
    expect(await service.ledger.byTransaction(media.code, form['rw_orderno']!)).toBeNull()
  })

  test('what was credited before a media went into test mode is still a duplicate, and not refused', async () => {
    const service = await start(await envOf('none', 'none', realCafe24))
    const media = await addMedia(service, 'live', 'pointpay')
    const form = aForm(media)
    expect((await post(media.returnUrl, form)).text).toBe('201')
    await service.setUp.change(media.code, { mode: 'test' })
    expect((await post(media.returnUrl, form)).text).toBe('202|-|거래번호 중복')
  })
})
