import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MediaStatus, type NewMedia, newMediaSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { afterAll, beforeAll } from 'vitest'
import { readSettings, type Service, startService } from '../../src/index.ts'
import { Owner } from './owner.ts'
import {
  aSimulatedCafe24,
  app,
  type MallChange,
  type Movement,
  type SimulatedCafe24,
} from './simulated-cafe24.ts'

export interface LogLine {
  event: string
  level: number
  [field: string]: unknown
}

export interface World {
  readonly service: Service
  readonly origin: string
  cafe24: SimulatedCafe24
  /** What the service has logged. */
  log: LogLine[]
  /** Stops the service and starts it anew on the same store; `meanwhile` is done to the store while nobody runs on it. */
  restart(change?: { port?: number; widget?: string; meanwhile?: () => Promise<void> }): Promise<void>
  /** Moves the service's clock. */
  advance(ms: number): void
  /**
   * A media of a mall of its own at Cafe24, without its owner's consent. It has PointPay's own popup, whose forms are the guide's,
   * unless the test says otherwise.
   */
  aMedia(change?: Partial<NewMedia> & MallOptions): Promise<MallMedia>
  /** The same, consented. */
  aConsentedMedia(change?: Partial<NewMedia> & MallOptions): Promise<MallMedia>
  statusOf(media: { code: string }): Promise<MediaStatus>
  movements(media: { mallId: string }, memberId?: string): Promise<Movement[]>
  eventually(what: string, condition: () => Promise<boolean>): Promise<void>
}

export type MallMedia = MediaStatus & { mallId: string; returnUrl: string }

interface MallOptions {
  members?: string[]
  scopes?: string[]
  /** The mall's shops at Cafe24; the first alone by default. */
  mallShops?: MallChange['shops']
}

export interface WorldOptions {
  env?: Record<string, string>
  databaseUrl?: () => string
}

/** One running service and one simulated Cafe24 for the tests of a file; each test makes media of its own. */
export function useService(options: WorldOptions = {}): () => World {
  let world: World & { close(): Promise<void> }
  beforeAll(async () => {
    world = await aWorld(options)
  })
  afterAll(() => world.close())
  return () => world
}

export function settingsEnv(port: number, simulatorOrigin: string): Record<string, string> {
  return {
    POINTPAY_PORT: String(port),
    POINTPAY_DATA: join(tmpdir(), 'pointpay-server-test'),
    POINTPAY_SECRET: 'a secret of at least 32 characters, for tests',
    POINTPAY_TOKEN_KEYS: `test:${btoa('a token key for tests, 32 bytes.')}`,
    CAFE24_ORIGIN: `${simulatorOrigin}/{mall_id}`,
    POINTPAY_PARTNERS: 'sandbox',
    POINTPAY_IDENTITY: 'sandbox',
  }
}

async function aWorld({ env, databaseUrl }: WorldOptions): Promise<World & { close(): Promise<void> }> {
  const cafe24 = await aSimulatedCafe24()
  const folder = mkdtempSync(join(tmpdir(), 'service-test-'))
  const log: LogLine[] = []
  let aheadMs = 0
  const port = await freePort()
  const start = (change: { port?: number; widget?: string } = {}) =>
    startService(
      readSettings({
        ...settingsEnv(change.port ?? port, cafe24.origin),
        POINTPAY_DATA: folder,
        ...(databaseUrl && { DATABASE_URL: databaseUrl() }),
        ...env,
      }),
      {
        clock: () => new Date(Date.now() + aheadMs),
        logTo: { write: (line) => void log.push(JSON.parse(line) as LogLine) },
        ...(change.widget && { places: { widget: change.widget } }),
      },
    )
  let service = await start()

  async function aMedia({ members, scopes, mallShops, ...change }: Partial<NewMedia> & MallOptions = {}) {
    const unique = randomBytes(6).toString('hex')
    const mallId = `mall${unique}`
    await cafe24.putMall(mallId, `${service.origin}/solution/result`, {
      webhookUrl: `${service.origin}/solution/webhook`,
      ...(members && { members }),
      ...(scopes && { scopes }),
      ...(mallShops && { shops: mallShops }),
    })
    const added = await service.setUp.add(
      newMediaSchema.parse({
        code: `media-${unique}`,
        name: '테스트몰',
        popup: 'pointpay',
        integration: { kind: 'cafe24', mallId, ...app },
        ...change,
      }),
    )
    if (added.kind !== 'added') throw new Error(`The media was not added: ${added.kind}`)
    const { returnUrl } = added.status
    if (returnUrl === null) throw new Error('The media has no RETURN URL')
    return { ...added.status, mallId, returnUrl }
  }

  return {
    get service() {
      return service
    },
    get origin() {
      return service.origin
    },
    cafe24,
    log,
    async restart(change) {
      await service.close()
      await change?.meanwhile?.()
      service = await start(change)
    },
    advance(ms) {
      aheadMs += ms
    },
    aMedia,
    async aConsentedMedia(change) {
      const media = await aMedia(change)
      const page = await new Owner().consent(media.installUrl!)
      if (page.title !== '토큰 발급 완료') throw new Error(`The consent ended at "${page.title}"`)
      return media
    },
    async statusOf({ code }) {
      const [status] = await service.setUp.statuses([code as MediaStatus['code']])
      if (!status) throw new Error(`There is no media ${code}`)
      return status
    },
    movements: ({ mallId }, memberId = 'shopper01') => cafe24.movements(mallId, memberId),
    eventually,
    async close() {
      await service.close()
      await cafe24.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function eventually(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what}: it did not come about within 15 s.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
