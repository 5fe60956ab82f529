import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newMediaSchema } from '@pointpay/contracts'
import { type Postgres, startPostgres } from '@pointpay/testkit/postgres'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compose, type Parts } from '../../src/compose.ts'
import { createApp } from '../../src/http/app.ts'
import { createServiceApp } from '../../src/service-app.ts'
import { readSettings, type Settings } from '../../src/settings.ts'
import { openServerStore, type ServerStore } from '../../src/store.ts'
import { settingsEnv, useService } from '../support/service.ts'
import { Browser, overTheWire } from '../support/shopper.ts'

const silent = { info() {}, warn() {}, error() {} }
const folder = mkdtempSync(join(tmpdir(), 'security-headers-'))
/** One store for the app in this process and for the service that is called over the wire. */
let postgres: Postgres
let settings: Settings
let opened: ServerStore
let parts: Parts
let app: Hono

const appOf = (change: Partial<Settings> = {}, clock = () => new Date()) =>
  createServiceApp({
    settings: { ...settings, ...change },
    store: opened.store,
    parts,
    log: silent,
    isStopping: () => false,
    options: { clock },
  })

beforeAll(async () => {
  postgres = await startPostgres()
  settings = readSettings({
    ...settingsEnv(4300, 'http://127.0.0.1:1'),
    POINTPAY_ORIGIN: 'https://pointpay.example',
    POINTPAY_DATA: folder,
    DATABASE_URL: postgres.databaseUrl,
  })
  opened = await openServerStore(settings)
  parts = await compose(settings, opened, silent)
  app = appOf()
})
afterAll(async () => {
  await parts.close()
  await opened.store.close()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What every answer must carry. Which value is right depends on the answer; what is right for most is tested below. */
const expected = {
  'content-security-policy': /^default-src 'none';.*frame-ancestors 'none'$/,
  'cross-origin-resource-policy': /^(same|cross)-origin$/,
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'strict-transport-security': /^max-age=63072000$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'x-request-id': /^[0-9a-f-]{36}$/,
}

function wrongWith({ headers }: Response): string[] {
  const wrong = Object.entries(expected).filter(([name, value]) => !value.test(headers.get(name) ?? ''))
  const tells = ['server', 'x-powered-by'].filter((name) => headers.has(name))
  return [...wrong.map(([name]) => `${name}: ${headers.get(name)}`), ...tells]
}

/** What is wrong with an answer of a service without TLS. */
const withoutTls = ['strict-transport-security: null']

/** Every address of the service, once with each method that it knows. */
function everyRoute(): [method: string, path: string][] {
  const named = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, 'x').replaceAll('*', 'x')}`)
  return [...new Set(named)].map((each) => each.split(' ') as [string, string])
}

test('every address of the service answers with the headers, and tells nothing of what runs it', async () => {
  const routes = everyRoute()
  expect(routes.length).toBeGreaterThan(50)
  const statuses = new Set<number>()
  for (const [method, path] of routes) {
    const answer = await app.request(`https://pointpay.example${path}`, {
      method,
      headers: { accept: 'text/html', origin: 'https://pointpay.example' },
    })
    statuses.add(answer.status)
    expect([method, path, wrongWith(answer)]).toEqual([method, path, []])
    await answer.body?.cancel()
  }
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 302, 400, 401, 403, 404]))
})

test.each([
  ['a preflight', 'OPTIONS', '/pointhub/sessions/x', {}, 204],
  ['a head', 'HEAD', '/healthz', {}, 200],
  ['a method that an address does not know', 'PUT', '/solution/return/x', {}, 405],
  ['an address that is none, for people', 'GET', '/nowhere', { accept: 'text/html' }, 404],
  ['an address that is none, for programs', 'POST', '/nowhere', {}, 404],
  ['a call from another site', 'POST', '/console/api/login', { origin: 'https://evil.example' }, 403],
])('%s is answered with the headers', async (_what, method, path, headers, status) => {
  const answer = await app.request(`https://pointpay.example${path}`, { method, headers })
  expect([answer.status, wrongWith(answer)]).toEqual([status, []])
})

test.each(['text/html', 'application/json'])(
  'a failure is answered with the headers (%s)',
  async (accept) => {
    const failing = new Hono().get('/fails', () => {
      throw new Error('of the test')
    })
    const deps = { origin: settings.origin, log: silent, onAnswer: () => {} }
    const answer = await createApp([failing], deps).request('/fails', { headers: { accept } })
    expect([answer.status, wrongWith(answer)]).toEqual([500, []])
  },
)

test('without TLS no browser is told to insist on it', async () => {
  const answer = await appOf({ origin: 'http://127.0.0.1:4300' }).request('/healthz')
  expect(wrongWith(answer)).toEqual(withoutTls)
})

test('the popup keeps in touch with the mall’s page that opened it; the console with no other page', async () => {
  const openerPolicy = async (path: string) =>
    (await app.request(path, { headers: { accept: 'text/html' } })).headers.get('cross-origin-opener-policy')
  expect(await openerPolicy('/pointhub/direct?a_code=nobody&user_id=x')).toBe('unsafe-none')
  expect(await openerPolicy('/nowhere')).toBe('unsafe-none')
  expect(await openerPolicy('/console/')).toBe('same-origin')
})

test.each([
  ['ko', { contact: 'mailto:security@pointpay.example', origin: 'https://pointpay.example' }],
  ['without TLS', { contact: 'https://pointpay.example/report', origin: 'http://127.0.0.1:4300' }],
])('security.txt says where to report a weakness (%s)', async (_what, { contact, origin }) => {
  const now = new Date('2026-12-31T23:59:59+09:00')
  const answer = await appOf({ origin, securityContact: contact }, () => now).request(
    '/.well-known/security.txt',
  )
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=UTF-8')
  const canonical = `Canonical: ${origin}/.well-known/security.txt\n`
  expect(await answer.text()).toBe(
    `Contact: ${contact}\nExpires: 2027-06-29T00:00:00Z\nPreferred-Languages: ko, en\n` +
      (origin.startsWith('https:') ? canonical : ''),
  )
})

test('security.txt is never out of date, nor good for a year', async () => {
  for (const date of ['2026-11-27T00:00:00Z', '2028-02-29T23:59:59Z', '2031-12-31T12:00:00+09:00']) {
    const now = new Date(date)
    const text = await (await appOf({}, () => now).request('/.well-known/security.txt')).text()
    const expires = new Date(/^Expires: (.*)$/m.exec(text)![1]!)
    const days = (expires.getTime() - now.getTime()) / 86_400_000
    expect(days).toBeGreaterThan(170)
    expect(days).toBeLessThan(365)
  }
})

const world = useService({ databaseUrl: () => postgres.databaseUrl })

test('over the wire: SDK files stay loadable from malls, and a press’s status readable for its mall alone', async () => {
  const { origin: at, setUp } = world().service
  const mall = 'https://mall.example'
  const integration = { kind: 'own-backend', returnUrl: 'https://mall.example/return' }
  await setUp.add(newMediaSchema.parse({ code: 'headers', name: '몰', origins: [mall], integration }))
  const from = (origin: string, path: string) => fetch(at + path, { headers: { origin } })
  for (const path of ['/sdk/v1/pointpay.js', '/sdk/v1/nothing.js']) {
    const answer = await from('https://any.example', path)
    expect([path, wrongWith(answer)]).toEqual([path, withoutTls])
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    await answer.body?.cancel()
  }
  for (const path of [
    '/pointhub/sessions/AAAAAAAAAAAAAAAAAAAAAA',
    '/solution/presses/AAAAAAAAAAAAAAAAAAAAAA',
  ]) {
    const allowed = async (origin: string) => {
      const answer = await from(origin, path)
      expect([path, wrongWith(answer)]).toEqual([path, withoutTls])
      await answer.body?.cancel()
      return answer.headers.get('access-control-allow-origin')
    }
    expect([path, await allowed(mall), await allowed('https://evil.example')]).toEqual([path, mall, null])
  }
})

test('over the wire: a stream of events, files, metrics and redirects carry the headers', async () => {
  const at = world().origin
  const media = await world().aConsentedMedia({ popup: 'own' })
  const shopper = await new Browser(overTheWire(at)).open({ aCode: media.code })
  const events = await shopper.call('GET', '/events')
  expect(events.headers.get('content-type')).toBe('text/event-stream')
  const index = await (await fetch(`${at}/console/`)).text()
  const [asset = ''] = /\/console\/assets\/[^"]+/.exec(index) ?? []
  const answers = [
    events,
    await fetch(at + asset),
    await fetch(`${at}/metrics`),
    await fetch(`${at}/openapi.json`),
    await fetch(`${at}/console`, { redirect: 'manual' }),
    await fetch(`${at}/solution/install/${media.code}`, { redirect: 'manual' }),
    await fetch(`${at}/pointhub/direct?a_code=${media.code}&user_id=shopper01`),
  ]
  for (const answer of answers) {
    expect([answer.url, wrongWith(answer)]).toEqual([answer.url, withoutTls])
    await answer.body?.cancel()
  }
})
