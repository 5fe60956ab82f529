import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NewMedia, newMediaSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Secrets } from '../../src/kernel/secrets.ts'
import { readSettings, type Service, SettingsError, startService } from '../../src/index.ts'
import { signConversionToken } from '../../src/pointhub/conversion-token.ts'
import { secretSettings } from '../../src/secret-files.ts'
import { settingNames } from '../../src/settings.ts'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { eventually, type LogLine, settingsEnv } from '../support/service.ts'
import { Browser, overTheWire } from '../support/shopper.ts'
import { app, aSimulatedCafe24, type SimulatedCafe24 } from '../support/simulated-cafe24.ts'

/** A key of the test file's own; the same name gives the same key. */
const key = (name: string | number) => createHash('sha256').update(String(name)).digest('base64')
const aSecret = () => randomBytes(32).toString('base64url')

describe('each setting changes what can be seen from outside', () => {
  let postgres: Postgres
  let cafe24: SimulatedCafe24
  let base: Record<string, string>
  const folders: string[] = []
  const aFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-test-'))
    folders.push(folder)
    return folder
  }

  beforeAll(async () => {
    ;[postgres, cafe24] = await Promise.all([startPostgres(), aSimulatedCafe24()])
    base = {
      ...settingsEnv(await freePort(), cafe24.origin),
      DATABASE_URL: postgres.databaseUrl,
      POINTPAY_DATA: aFolder(),
      POINTPAY_PARTNERS: 'none',
      POINTPAY_IDENTITY: 'none',
    }
  })
  afterAll(async () => {
    await Promise.all([postgres.stop(), cafe24.close()])
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  interface Running {
    service: Service
    /** Where the service answers. */
    address: string
    log: LogLine[]
  }

  /** Runs the service with the base's settings and these, looks at it, and stops it. */
  async function running<Seen>(
    change: Record<string, string>,
    look: (running: Running) => Promise<Seen>,
  ): Promise<Seen> {
    const env = { ...base, ...change }
    const log: LogLine[] = []
    const service = await startService(readSettings(env), {
      logTo: { write: (line) => void log.push(JSON.parse(line) as LogLine) },
    })
    try {
      const address = `http://${env['POINTPAY_HOST'] ?? '127.0.0.1'}:${service.port}`
      return await look({ service, address, log })
    } finally {
      await service.close()
    }
  }

  let malls = 0

  async function aMedia(service: Service, change: Partial<NewMedia> = {}) {
    malls += 1
    const mallId = `settingsmall${malls}`
    await cafe24.putMall(mallId, `${service.origin}/solution/result`)
    const integration = { kind: 'cafe24', mallId, ...app }
    const added = await service.setUp.add(
      newMediaSchema.parse({ code: mallId, name: mallId, popup: 'pointpay', integration, ...change }),
    )
    if (added.kind !== 'added') throw new Error(added.kind)
    return { ...added.status, mallId, returnUrl: added.status.returnUrl! }
  }

  const answers = (address: string) =>
    fetch(`${address}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )

  /** What a service in which partners and identity check are as given shows of it. */
  const modes = (partners: string, identity: string) =>
    running(
      { POINTPAY_PARTNERS: partners, POINTPAY_IDENTITY: identity },
      async ({ service, address, log }) => {
        const media = await aMedia(service, { popup: 'own' })
        await new Owner().consent(media.installUrl!)
        return {
          popup: (await fetch(`${address}/pointhub/direct?a_code=${media.code}&user_id=shopper01`)).status,
          ready: await (await fetch(`${address}/readyz`)).json(),
          missing: log.find(({ event }) => event === 'pointhub.not_mounted')?.['missing'],
          warned: log.some(({ event, level }) => event === 'service.sandbox' && level === 40),
        }
      },
    )

  const shown: Record<(typeof settingNames)[number], [what: string, show: () => Promise<void>]> = {
    POINTPAY_PORT: [
      'the service listens on it',
      async () => {
        const port = String(await freePort())
        await running({ POINTPAY_PORT: port }, async () => {
          expect(await answers(`http://127.0.0.1:${port}`)).toBe(true)
          expect(await answers(`http://127.0.0.1:${base['POINTPAY_PORT']}`)).toBe(false)
        })
      },
    ],
    POINTPAY_HOST: [
      'the service listens there and nowhere else',
      () =>
        running({ POINTPAY_HOST: '127.0.0.2' }, async ({ service }) => {
          expect(await answers(`http://127.0.0.2:${service.port}`)).toBe(true)
          expect(await answers(`http://127.0.0.1:${service.port}`)).toBe(false)
        }),
    ],
    POINTPAY_ORIGIN: [
      'addresses that are handed out begin with it',
      () =>
        running({ POINTPAY_ORIGIN: 'https://pointpay.example' }, async ({ service }) => {
          const { installUrl, returnUrl } = await aMedia(service)
          expect(installUrl).toMatch(/^https:\/\/pointpay\.example\/solution\/install\//)
          expect(returnUrl).toMatch(/^https:\/\/pointpay\.example\/solution\/return\//)
        }),
    ],
    DATABASE_URL: [
      'media are in that PostgreSQL; without it they are in the folder',
      async () => {
        const media = await running({}, ({ service }) => aMedia(service))
        const codes = async ({ service }: Running) => (await service.setUp.statuses()).map(({ code }) => code)
        const [one, other] = [aFolder(), aFolder()]
        expect(await running({ POINTPAY_DATA: one }, codes)).toContain(media.code)
        expect(await running({ POINTPAY_DATA: other, DATABASE_URL: '' }, codes)).toEqual([])
        expect([one, other].map((folder) => existsSync(join(folder, 'pgdata')))).toEqual([false, true])
      },
    ],
    POINTPAY_DATA: [
      'the token journal is in it',
      async () => {
        const folder = join(aFolder(), 'not', 'there yet')
        await running({ POINTPAY_DATA: folder }, async () => {
          expect(existsSync(join(folder, 'token-journal'))).toBe(true)
        })
      },
    ],
    CAFE24_ORIGIN: [
      'the owner’s consent is asked for there',
      async () => {
        const consentPage = ({ service }: Running) =>
          aMedia(service).then(({ installUrl }) => new Owner().begin(installUrl!))
        expect((await running({}, consentPage)).origin).toBe(cafe24.origin)
        const elsewhere = {
          CAFE24_ORIGIN: 'https://{mall_id}.cafe24api.example',
          POINTPAY_SECRET: aSecret(),
          POINTPAY_TOKEN_KEYS: `own:${key('elsewhere')}`,
        }
        expect((await running(elsewhere, consentPage)).host).toMatch(/^settingsmall\d+\.cafe24api\.example$/)
      },
    ],
    POINTPAY_PARTNERS: [
      'without it there is no popup; a sandbox is told by /readyz and the log',
      async () => {
        expect(await modes('sandbox', 'sandbox')).toEqual({
          popup: 200,
          ready: { status: 'ready', sandbox: true },
          missing: undefined,
          warned: true,
        })
        expect(await modes('none', 'sandbox')).toEqual({
          popup: 404,
          ready: { status: 'ready', sandbox: true },
          missing: ['POINTPAY_PARTNERS'],
          warned: true,
        })
      },
    ],
    POINTPAY_IDENTITY: [
      'without it there is no popup; a sandbox is told by /readyz and the log',
      async () => {
        expect(await modes('sandbox', 'none')).toEqual({
          popup: 404,
          ready: { status: 'ready', sandbox: true },
          missing: ['POINTPAY_IDENTITY'],
          warned: true,
        })
        expect(await modes('none', 'none')).toEqual({
          popup: 404,
          ready: { status: 'ready', sandbox: false },
          missing: ['POINTPAY_PARTNERS', 'POINTPAY_IDENTITY'],
          warned: false,
        })
      },
    ],
    POINTPAY_TOKEN_KEYS: [
      'a mall’s token opens with any of the keys, and with no other',
      async () => {
        const { mallId } = await running({ POINTPAY_TOKEN_KEYS: `old:${key(1)}` }, async ({ service }) => {
          const media = await aMedia(service)
          await new Owner().consent(media.installUrl!)
          return media
        })
        const token = ({ service }: Running) => service.malls.access(mallId)
        const both = { POINTPAY_TOKEN_KEYS: `new:${key(2)},old:${key(1)}` }
        expect(await running(both, token)).toMatchObject({ kind: 'token' })
        const other = { POINTPAY_TOKEN_KEYS: `new:${key(2)}` }
        expect(await running(other, token)).toMatchObject({ kind: 'unavailable', code: 'token-unreadable' })
      },
    ],
    POINTPAY_SECRET: [
      'a consent that was begun under another secret does not count',
      async () => {
        const begun = async ({ service }: Running) => {
          const owner = new Owner()
          const page = await owner.begin((await aMedia(service)).installUrl!)
          return { owner, back: await owner.decide(page, 'allow') }
        }
        const ended = async (
          { owner, back }: Awaited<ReturnType<typeof begun>>,
          env: Record<string, string>,
        ) => (await running(env, () => owner.read(back))).title
        expect(await ended(await running({}, begun), {})).toBe('토큰 발급 완료')
        const changed = { POINTPAY_SECRET: 'another secret of at least 32 characters' }
        expect(await ended(await running({}, begun), changed)).not.toBe('토큰 발급 완료')
      },
    ],
    POINTPAY_SECRET_PREVIOUS: [
      'a consent, a shopper and a postback of the old secret go on; without it they do not',
      async () => {
        const old = aSecret()
        const sandbox = { POINTPAY_PARTNERS: 'sandbox', POINTPAY_IDENTITY: 'sandbox', POINTPAY_SECRET: old }
        const begin = async ({ service }: Running) => {
          const media = await aMedia(service, { popup: 'own', returnNetworks: ['203.0.113.0/24'] })
          await new Owner().consent(media.installUrl!)
          const owner = new Owner()
          const back = await owner.decide(await owner.begin(media.installUrl!), 'allow')
          const shopper = await new Browser(overTheWire(service.origin)).open({ aCode: media.code })
          await (await shopper.identify()).select('KT', 1_000)
          const form = await signed(aForm(media), { current: old, previous: [] })
          return { media, owner, back, shopper, form }
        }
        const goOn = async (env: Record<string, string>) => {
          const { media, owner, back, shopper, form } = await running(sandbox, begin)
          return running({ ...sandbox, POINTPAY_SECRET: aSecret(), ...env }, async () => ({
            consent: (await owner.read(back)).title === '토큰 발급 완료',
            conversion: (await shopper.press()).ok,
            postback: (await post(media.returnUrl, form)).text === '201',
          }))
        }
        expect(await goOn({ POINTPAY_SECRET_PREVIOUS: `${aSecret()},${old}` })).toEqual({
          consent: true,
          conversion: true,
          postback: true,
        })
        expect(await goOn({})).toEqual({ consent: false, conversion: false, postback: false })
      },
    ],
    POINTPAY_SECURITY_CONTACT: [
      'security.txt names it',
      async () => {
        const contact = (value: string) =>
          running({ POINTPAY_SECURITY_CONTACT: value }, async ({ address }) => {
            const text = await (await fetch(`${address}/.well-known/security.txt`)).text()
            return /^Contact: (.*)$/m.exec(text)?.[1]
          })
        expect(await contact('mailto:security@pointpay.example')).toBe('mailto:security@pointpay.example')
        expect(await contact('')).toBe('https://www.pointpay.im')
      },
    ],
    POINTPAY_TRUST_PROXY: [
      'a caller is who the proxy says it is, or who is connected',
      async () => {
        const status = (trust: string) =>
          running({ POINTPAY_TRUST_PROXY: trust }, async ({ service }) => {
            const media = await aMedia(service, { returnNetworks: ['203.0.113.0/24'] })
            const forwarded = { 'x-forwarded-for': '203.0.113.9' }
            return (await post(media.returnUrl, aForm(media), forwarded)).status
          })
        expect(await status('1')).toBe(200)
        expect(await status('0')).toBe(403)
      },
    ],
    CAFE24_CALLS_PER_SECOND: [
      'a burst of credits for one mall keeps to it',
      async () => {
        const burstMs = (limit: string) =>
          running({ CAFE24_CALLS_PER_SECOND: limit }, async ({ service }) => {
            const media = await aMedia(service)
            await new Owner().consent(media.installUrl!)
            const beganMs = performance.now()
            for (let each = 0; each < 6; each += 1) await post(media.returnUrl, aForm(media))
            const credited = async () => (await cafe24.movements(media.mallId, 'shopper01')).length
            await eventually('the credits', async () => (await credited()) === 6)
            return performance.now() - beganMs
          })
        expect(await burstMs('2')).toBeGreaterThan(3_000)
        expect(await burstMs('40')).toBeLessThan(3_000)
      },
    ],
    POINTPAY_WORKER: [
      'off takes credits and gives none; on gives them',
      async () => {
        const media = await running({ POINTPAY_WORKER: 'off' }, async ({ service }) => {
          const added = await aMedia(service)
          await new Owner().consent(added.installUrl!)
          expect((await post(added.returnUrl, aForm(added))).text).toBe('201')
          await new Promise((resolve) => setTimeout(resolve, 500))
          return added
        })
        const credited = async () => (await cafe24.movements(media.mallId, 'shopper01')).length
        expect(await credited()).toBe(0)
        await running({ POINTPAY_WORKER: 'on' }, () =>
          eventually('the credit', async () => (await credited()) === 1),
        )
      },
    ],
    POINTPAY_LOG_LEVEL: [
      'lines below it are left out',
      async () => {
        const levels = (level: string) =>
          running({ POINTPAY_LOG_LEVEL: level, POINTPAY_PARTNERS: 'sandbox' }, async ({ log }) => [
            ...new Set(log.map((line) => line.level)),
          ])
        expect(await levels('info')).toEqual([30, 40])
        expect(await levels('warn')).toEqual([40])
        expect(await levels('silent')).toEqual([])
      },
    ],
  }

  const each = Object.entries(shown).map(([name, [what, show]]) => [name, what, show] as const)
  test.each(each)('%s: %s', (_name, _what, show) => expect(show()).resolves.toBeUndefined())

  test('a mall whose secret this process has no key for stops no start, also at a new origin, and the others go on', async () => {
    await running({}, ({ service }) => aMedia(service))
    const elsewhere = {
      POINTPAY_TOKEN_KEYS: `elsewhere:${key(9)}`,
      POINTPAY_ORIGIN: 'https://moved.example',
    }
    await running(elsewhere, async ({ address }) => expect(await answers(address)).toBe(true))
    const { POINTPAY_TOKEN_KEYS: keys } = elsewhere
    const credited = async (mallId: string) => (await cafe24.movements(mallId, 'shopper01')).length
    await running({ POINTPAY_TOKEN_KEYS: keys }, async ({ service }) => {
      const media = await aMedia(service)
      await new Owner().consent(media.installUrl!)
      expect((await post(media.returnUrl, aForm(media))).text).toBe('201')
      await eventually('the credit', async () => (await credited(media.mallId)) === 1)
    })
  })

  test('no setting is without such a test', () => {
    expect(Object.keys(shown).sort()).toEqual([...settingNames].sort())
  })
})

/** A form that our own popup posted, signed with this secret. */
async function signed(form: Record<string, string>, secrets: Secrets): Promise<Record<string, string>> {
  const utc_code = await signConversionToken(secrets, {
    mediaCode: form['rw_a_code'],
    memberId: form['rw_user_id'],
    transactionNumber: form['rw_orderno'],
    pointKind: form['rw_pay_type'],
    amount: Number(form['rw_price']),
    addParam: null,
  } as Parameters<typeof signConversionToken>[1])
  return { ...form, utc_code }
}

const required = { POINTPAY_SECRET: aSecret(), POINTPAY_TOKEN_KEYS: `test:${key(7)}` }

function refusalOf(env: Record<string, string>): string {
  try {
    readSettings({ ...required, ...env })
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  return 'accepted'
}

test.each([
  ['POINTPAY_PORT', ['abc', ' 80', '4300.5', '0x10', '4e3', '-1', '65536'], 'a port, 0 to 65535'],
  ['POINTPAY_HOST', ['[::1]', 'a b', '127.0.0.999', 'http://localhost'], 'an address to listen on'],
  [
    'POINTPAY_ORIGIN',
    ['pointpay.example', 'https://pointpay.example/path', 'https://user@pointpay.example', 'http://::1:4300'],
    'the public origin',
  ],
  [
    'DATABASE_URL',
    ['mysql://localhost/pointpay', 'localhost', 'postgresql://user:pass/word@localhost:port/pointpay'],
    'postgresql://user:password@host',
  ],
  [
    'CAFE24_ORIGIN',
    [
      'cafe24api.com',
      'https://cafe24api.com',
      'https://{mall_id}.{mall_id}.com',
      'http://127.0.0.999/{mall_id}',
    ],
    'with {mall_id} where the mall stands',
  ],
  [
    'POINTPAY_PARTNERS',
    ['/etc/pointpay/partners.json', 'Sandbox', 'on'],
    'none or sandbox (this version cannot read a partners file yet)',
  ],
  ['POINTPAY_IDENTITY', ['portone', 'off'], 'none or sandbox (this version has no portone yet)'],
  ['POINTPAY_TOKEN_KEYS', ['k1', 'k1:c2hvcnQ=', `k 1:${key(1)}`, `k1:${key(1)},`], 'id:base64 of 32 bytes'],
  ['POINTPAY_SECRET', ['short'], '32 characters or more'],
  [
    'POINTPAY_SECRET_PREVIOUS',
    ['short', `${aSecret()},`, 'a secret of 32 characters, with a comma in it'],
    'earlier values of POINTPAY_SECRET, none with a comma in it',
  ],
  [
    'POINTPAY_SECURITY_CONTACT',
    [
      'security@pointpay.example',
      'http://pointpay.example',
      'mailto:',
      'https://a b',
      'https://a\nExpires: 2000-01-01',
    ],
    'mailto:… or https://…',
  ],
  ['CAFE24_CALLS_PER_SECOND', ['0', '1', '41', '2.5', 'ten'], 'a whole number from 2 to 40'],
  ['POINTPAY_TRUST_PROXY', ['true', 'on', '2'], '1 behind a proxy'],
  ['POINTPAY_WORKER', ['0', '8', 'true'], 'on where this process does the background work'],
  ['POINTPAY_LOG_LEVEL', ['verbose', 'INFO'], 'debug, info, warn, error or silent'],
])('a wrong %s is refused with its name and what was expected', (name, values, expected) => {
  for (const value of values) {
    const message = refusalOf({ [name]: value })
    expect(message.split('\n')).toHaveLength(1)
    expect([value, message]).toEqual([value, expect.stringContaining(`${name} is not usable: expected`)])
    expect(message).toContain(expected)
  }
})

test.each([
  'postgres://localhost/pointpay',
  'postgresql://user:p%40ss@[::1]:5432/pointpay?sslmode=require',
  'postgresql://user:password@/pointpay?host=/var/run/postgresql',
  'postgresql:///pointpay?host=/var/run/postgresql',
])('a PostgreSQL may be named as %s', (databaseUrl) => {
  expect(refusalOf({ DATABASE_URL: databaseUrl })).toBe('accepted')
})

test('everything that is wrong is told at once', () => {
  const message = refusalOf({ POINTPAY_SECRET: '', POINTPAY_PORT: 'abc', POINTPAY_WORKERS: '8' })
  expect(message.split('\n').map((line) => line.split(' ')[0])).toEqual([
    'POINTPAY_PORT',
    'POINTPAY_SECRET',
    'POINTPAY_WORKERS',
  ])
})

test('an empty variable counts as left out', () => {
  const defaults = readSettings(required)
  const left = settingNames.filter((name) => !(name in required))
  const emptied = Object.fromEntries([...left, 'POINTPAY_WORKERS'].map((name) => [name, '']))
  expect(readSettings({ ...required, ...emptied })).toEqual(defaults)
  expect(defaults).toMatchObject({ port: 4300, partners: 'none', identity: 'none', worker: true })
})

describe('a secret in a file', () => {
  const values = {
    POINTPAY_SECRET: aSecret(),
    POINTPAY_SECRET_PREVIOUS: `${aSecret()},${aSecret()}`,
    POINTPAY_TOKEN_KEYS: `k2:${key('two')},k1:${key('one')}`,
    DATABASE_URL: 'postgresql://pointpay:password@localhost:5432/pointpay',
  }
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'secret-files-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function inFile(content: string): string {
    const path = join(folder, randomBytes(8).toString('hex'))
    writeFileSync(path, content)
    return path
  }

  test.each(['', '\n', '\r\n'])('is the same as in the environment, with %j at its end', (end) => {
    const files = Object.entries(values).map(([name, value]) => [`${name}_FILE`, inFile(value + end)])
    expect(readSettings(Object.fromEntries(files))).toEqual(readSettings(values))
    expect(Object.keys(values).sort()).toEqual([...secretSettings].sort())
  })

  test('takes no line end but the last away, since a blank may be part of a secret', () => {
    const secret = ` ${aSecret()} \n`
    expect(
      readSettings({ ...values, POINTPAY_SECRET: '', POINTPAY_SECRET_FILE: inFile(`${secret}\n`) }),
    ).toEqual(readSettings({ ...values, POINTPAY_SECRET: secret }))
  })

  test.each([...secretSettings])('%s in the environment as well is refused', (name) => {
    const message = refusalOf({ [name]: values[name], [`${name}_FILE`]: inFile(values[name]) })
    expect(message).toBe(
      `${name} and ${name}_FILE are both given: keep one of them, since it is not clear which counts.`,
    )
  })

  test.each([
    ['is not there', () => join(folder, 'nowhere'), 'cannot be read (ENOENT)'],
    ['is a folder', () => folder, 'cannot be read (EISDIR)'],
    ['is empty', () => inFile(''), 'is empty'],
    ['holds a line end alone', () => inFile('\n'), 'is empty'],
    ['holds what is no secret', () => inFile('short'), 'is not usable: expected 32 characters or more'],
  ])('that %s is refused in one sentence', (_what, path, why) => {
    const message = refusalOf({ POINTPAY_SECRET: '', POINTPAY_SECRET_FILE: path() })
    expect(message.split('\n')).toHaveLength(1)
    expect(message).toContain('file that POINTPAY_SECRET_FILE names')
    expect(message).toContain(why)
  })

  test('that this user may not read is refused with the reason', () => {
    const forbidden = Object.assign(new Error('permission denied'), { code: 'EACCES' })
    const read = () => {
      throw forbidden
    }
    const { POINTPAY_SECRET: _, ...rest } = values
    expect(() => readSettings({ ...rest, POINTPAY_SECRET_FILE: '/run/secrets/pointpay' }, read)).toThrow(
      'The file that POINTPAY_SECRET_FILE names cannot be read (EACCES)',
    )
  })
})

describe('a secret that is none', () => {
  const [sandboxed, real] = ['http://127.0.0.1:4310/{mall_id}', 'https://{mall_id}.cafe24api.com']

  test.each([
    ['one letter', 'x'.repeat(32)],
    ['few letters', 'abcabcabbcaabcabcbabcacbabcabcabcabca'],
    ['a piece that is repeated', '0123456789abcdef'.repeat(3)],
  ])('of %s is refused on any Cafe24, without being repeated', (_what, secret) => {
    for (const CAFE24_ORIGIN of [sandboxed, real]) {
      const message = refusalOf({ POINTPAY_SECRET: secret, CAFE24_ORIGIN })
      expect(message).toContain('POINTPAY_SECRET is easy to guess')
      expect(message).toContain('openssl rand -base64 48')
      expect(message).not.toContain(secret)
    }
  })

  test('as the key that seals is refused; as one that only opens it is let in, so that one can move away from it', () => {
    const zeros = `old:${Buffer.alloc(32).toString('base64')}`
    expect(refusalOf({ POINTPAY_TOKEN_KEYS: zeros })).toContain(
      'first key of POINTPAY_TOKEN_KEYS is easy to guess',
    )
    expect(refusalOf({ POINTPAY_TOKEN_KEYS: `new:${key('new')},${zeros}` })).toBe('accepted')
    expect(refusalOf({ POINTPAY_SECRET_PREVIOUS: 'x'.repeat(32) })).toBe('accepted')
  })

  test('since these tests and benchmarks publish it is refused with a Cafe24 that is real', () => {
    const bench = readFileSync(
      new URL('../../../bench/src/service/demo-settings.ts', import.meta.url),
      'utf8',
    )
    const ofBench = {
      POINTPAY_SECRET: /POINTPAY_SECRET: '(.+)'/.exec(bench)![1]!,
      POINTPAY_TOKEN_KEYS: `bench:${btoa(/btoa\('(.+)'\)/.exec(bench)![1]!)}`,
    }
    const { POINTPAY_SECRET, POINTPAY_TOKEN_KEYS } = settingsEnv(0, '') as typeof ofBench
    for (const published of [ofBench, { POINTPAY_SECRET, POINTPAY_TOKEN_KEYS }]) {
      expect(refusalOf({ ...published, CAFE24_ORIGIN: sandboxed })).toBe('accepted')
      expect(refusalOf({ ...published, CAFE24_ORIGIN: real }).split('\n')).toEqual([
        expect.stringContaining('POINTPAY_SECRET is easy to guess or is published'),
        expect.stringContaining('first key of POINTPAY_TOKEN_KEYS is easy to guess or is published'),
      ])
    }
  })

  test('is not what openssl makes', () => {
    for (let tries = 0; tries < 1_000; tries += 1)
      for (const encoding of ['base64', 'hex'] as const)
        expect(refusalOf({ POINTPAY_SECRET: randomBytes(32).toString(encoding) })).toBe('accepted')
  })
})

test('what a setting holds stands in no refusal, also where a secret stands in the wrong place', () => {
  const mark = 'hunter2-of-the-test'
  for (const name of [...settingNames, ...secretSettings.map((each) => `${each}_FILE`)])
    for (const value of [mark, `https://${mark}@x/ y`, `postgresql://user:${mark}@[/`, `k1:${btoa(mark)}`]) {
      const message = refusalOf({ [name.replace(/_FILE$/, '')]: '', [name]: value })
      expect(message).not.toContain(mark)
      expect(message).not.toContain(btoa(mark))
    }
})

test('a left-over POINTPAY_WORKERS stops the start and names what took its place', () => {
  expect(refusalOf({ POINTPAY_WORKERS: '0' })).toContain('POINTPAY_WORKER=off')
})

test.each([
  [{ POINTPAY_HOST: '::1' }, 'http://[::1]:4300'],
  [{ POINTPAY_HOST: 'localhost', POINTPAY_PORT: '80' }, 'http://localhost:80'],
  [{ POINTPAY_ORIGIN: 'https://PointPay.example:443' }, 'https://pointpay.example'],
])('with %o the public origin is %s', (env, origin) => {
  expect(readSettings({ ...required, ...env }).origin).toBe(origin)
})

test.each(['POINTPAY_PARTNERS', 'POINTPAY_IDENTITY'])(
  '%s=sandbox starts beside a Cafe24 on this machine, and is refused with any other',
  (name) => {
    const refusal = (origin: string) => refusalOf({ [name]: 'sandbox', CAFE24_ORIGIN: origin })
    for (const own of [
      'http://127.0.0.1:4310/{mall_id}',
      'http://127.8.8.8/{mall_id}',
      'https://localhost/{mall_id}/',
      'http://LOCALHOST:4310/{mall_id}',
      'http://[::1]:4310/{mall_id}',
    ])
      expect([own, refusal(own)]).toEqual([own, 'accepted'])
    for (const foreign of [
      '',
      'https://{mall_id}.cafe24api.com',
      'http://{mall_id}.localhost',
      'http://{mall_id}:4310/',
      'http://127.0.0.1.evil.example/{mall_id}',
      'http://127.0.0.1@evil.example/{mall_id}',
      'http://127.0.0.1:80@evil.example/{mall_id}',
      'http://evil.example/127.0.0.1/{mall_id}',
      'http://evil.example#http://127.0.0.1/{mall_id}',
      String.raw`http://evil.example\@127.0.0.1/{mall_id}`,
      String.raw`http://127.0.0.1\@evil.example/{mall_id}`,
      'http://localhost.evil.example/{mall_id}',
      'http://localhost./{mall_id}',
      'http://mylocalhost/{mall_id}',
      'http://128.0.0.1/{mall_id}',
      'http://0.0.0.0/{mall_id}',
      'http://10.0.0.1/{mall_id}',
      'http://127.1/{mall_id}',
      'http://2130706433/{mall_id}',
      'http://0x7f.0.0.1/{mall_id}',
      'http://0177.0.0.1/{mall_id}',
      'http://[::ffff:127.0.0.1]/{mall_id}',
      'http://[::1%25lo]/{mall_id}',
      'http://[::]/{mall_id}',
    ])
      expect([foreign, refusal(foreign)]).not.toEqual([foreign, 'accepted'])
    const message = refusal('https://{mall_id}.cafe24api.com')
    expect(message).toContain('play points would become real 적립금')
    expect(message).toContain(`Set ${name}=none, or point CAFE24_ORIGIN at a simulated Cafe24`)
  },
)
