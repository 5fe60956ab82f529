import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type NewMedia, newMediaSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSettings, type Service, SettingsError, startService } from '../../src/index.ts'
import { settingNames } from '../../src/settings.ts'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { eventually, type LogLine, settingsEnv } from '../support/service.ts'
import { app, aSimulatedCafe24, type SimulatedCafe24 } from '../support/simulated-cafe24.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')

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
      newMediaSchema.parse({ code: mallId, name: mallId, integration, ...change }),
    )
    if (added.kind !== 'added') throw new Error(added.kind)
    return { ...added.status, mallId }
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
        const elsewhere = { CAFE24_ORIGIN: 'https://{mall_id}.cafe24api.example' }
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
        await expect(running({ POINTPAY_TOKEN_KEYS: `new:${key(2)}` }, token)).rejects.toThrow('"old"')
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

const required = {
  POINTPAY_SECRET: 'a secret of at least 32 characters, for tests',
  POINTPAY_TOKEN_KEYS: `test:${key(7)}`,
}

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
  ['DATABASE_URL', ['mysql://localhost/pointpay', 'localhost'], 'postgresql://user:password@host'],
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
