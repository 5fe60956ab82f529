import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newMediaSchema } from '@pointpay/contracts'
import { openStore } from '@pointpay/credit'
import { readSettings, startService } from '@pointpay/server'
import { startPostgres } from '@pointpay/testkit/postgres'
import { sql } from 'kysely'
import pg from 'pg'
import type { BenchReport, Figure } from '../measure/report.ts'
import { median } from '../measure/statistics.ts'
import { demoSettings } from '../service/demo-settings.ts'
import { startServiceProcess } from '../service/start-service.ts'
import { bareInsertRate } from './bare-inserts.ts'
import { type Load, loadToTheFull, type LoadFigures, openSteadyLoad } from './load.ts'

/** Short and many: a second in which the machine serves somebody else then spoils a round and not the figure. */
const ROUNDS = 9
const SECONDS = 2
/** Of each load before anything is measured: for some seconds the server's code, and the loader's, is still being compiled. */
const WARM_UP_SECONDS = 5
/** The server's own pool. */
const DATABASE_CONNECTIONS = 10
/** What the bare inserts need to get the most out of PostgreSQL here; told beside, and no goal. */
const MOST_CONNECTIONS = 20
/** Enough that the server always has something to do. */
const HTTP_CONNECTIONS = 256
const SHARE_GOAL = 0.6
const P99_GOAL_MS = 25
const MEDIA_CODE = 'bench'
/** KRW of a day. */
const MORE_THAN_A_BENCH_POSTS = 1_000_000_000_000

/** Issue 7, part 3: accepted postbacks beside bare durable inserts, on both stores. */
export async function benchReturnUrl(): Promise<BenchReport> {
  return {
    bench: 'return-url',
    method:
      `RETURN URL forms over HTTP into the service (no workers beside it), and bare single-row durable inserts into the same ` +
      `store; medians of ${ROUNDS} rounds of bare, full and half for ${SECONDS} s each, after ${WARM_UP_SECONDS} s of each load. The half ` +
      `rate is half of the round's full one, posted steadily whatever the answers do, times from when a form was due.`,
    figures: [...(await onPostgres()), ...(await onPglite())],
  }
}

async function onPostgres(): Promise<Figure[]> {
  const postgres = await startPostgres({ durable: true })
  try {
    const inserts = (connections: number) => bareInsertRate(postgres.databaseUrl, connections, SECONDS)
    const most = await inserts(MOST_CONNECTIONS)
    const figures = await measure(
      'PostgreSQL',
      { DATABASE_URL: postgres.databaseUrl },
      SHARE_GOAL,
      async () => {
        await recycleWal(postgres.databaseUrl)
        return inserts(DATABASE_CONNECTIONS)
      },
    )
    return [
      ...figures,
      {
        name: `bare inserts on ${MOST_CONNECTIONS} connections`,
        subject: 'PostgreSQL',
        value: most,
        unit: '/s',
      },
    ]
  } finally {
    await postgres.stop()
  }
}

async function onPglite(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pointpay-bench-pglite-'))
  try {
    return await measure('PGlite', { POINTPAY_DATA: join(folder, 'service') }, null, () =>
      barePglite(join(folder, 'bare')),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  subject: string,
  env: Record<string, string>,
  shareGoal: number | null,
  bare: () => Promise<number>,
): Promise<Figure[]> {
  const settings = { ...env, POINTPAY_WORKER: 'off', POINTPAY_PORT: '0' }
  const returnPath = await addMedia(settings)
  const service = await startServiceProcess(settings)
  const bareRates: number[] = []
  const full: LoadFigures[] = []
  const half: LoadFigures[] = []
  try {
    const load: Load = {
      returnUrl: service.origin + returnPath,
      mediaCode: MEDIA_CODE,
      connections: HTTP_CONNECTIONS,
      seconds: SECONDS,
    }
    const steadily = openSteadyLoad(load)
    const warm = await loadToTheFull({ ...load, seconds: WARM_UP_SECONDS })
    await steadily.post(warm.rate / 2, WARM_UP_SECONDS)
    for (let round = 0; round < ROUNDS; round += 1) {
      bareRates.push(await bare())
      const atFull = await loadToTheFull(load)
      full.push(atFull)
      half.push(await steadily.post(atFull.rate / 2, SECONDS))
    }
    await steadily.close()
  } finally {
    await service.close()
  }
  const bareRate = median(bareRates)
  const rate = middle(full, (each) => each.rate)
  const halfP99Ms = middle(half, (each) => each.p99Ms)
  const refused = [...full, ...half].reduce((sum, each) => sum + each.refused, 0)
  const share = rate / bareRate
  const p99Goal =
    shareGoal === null ? {} : { goal: { text: `≤ ${P99_GOAL_MS} ms`, met: halfP99Ms <= P99_GOAL_MS } }
  const ofBare = shareGoal === null ? {} : { goal: { text: '≥ 60 %', met: share >= shareGoal } }
  return [
    { name: 'bare durable inserts', subject, value: bareRate, unit: '/s' },
    { name: 'accepted postbacks', subject, value: rate, unit: '/s' },
    { name: 'share of the bare rate', subject, value: share * 100, unit: '%', ...ofBare },
    {
      name: 'answers other than 201',
      subject,
      value: refused,
      unit: '',
      goal: { text: '0', met: refused === 0 },
    },
    { name: 'full, p50', subject, value: middle(full, (each) => each.p50Ms), unit: 'ms' },
    { name: 'full, p99', subject, value: middle(full, (each) => each.p99Ms), unit: 'ms' },
    { name: 'half rate', subject, value: middle(half, (each) => each.rate), unit: '/s' },
    { name: 'half rate, p50', subject, value: middle(half, (each) => each.p50Ms), unit: 'ms' },
    { name: 'half rate, p99', subject, value: halfP99Ms, unit: 'ms', ...p99Goal },
  ]
}

const middle = (loads: LoadFigures[], of: (load: LoadFigures) => number) => median(loads.map(of))

/** @returns the path of the media's RETURN URL. */
async function addMedia(settings: Record<string, string>): Promise<string> {
  const service = await startService(readSettings({ ...demoSettings, ...settings }))
  try {
    const added = await service.setUp.add(
      newMediaSchema.parse({
        code: MEDIA_CODE,
        name: 'bench',
        // Our own popup's forms would have to be signed.
        popup: 'pointpay',
        capPerDay: MORE_THAN_A_BENCH_POSTS,
        integration: { kind: 'cafe24', mallId: 'benchmall', clientId: 'c', clientSecret: 's' },
      }),
    )
    if (added.kind !== 'added') throw new Error(`The benchmark's media was not added: ${added.kind}`)
    return new URL(added.status.returnUrl!).pathname
  } finally {
    await service.close()
  }
}

/**
 * A cluster that has just been made writes each 16 MB of its log to a new file that it fills with zeros first, and every commit
 * waits for that; one in service takes over the files that its last checkpoint no longer needs. So each round begins with a
 * checkpoint: without, the half rate's p99 was 13 to 155 ms by chance, with it 9 to 36.
 */
async function recycleWal(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('checkpoint')
  await client.end()
}

/** PGlite has one connection, so one insert after the other is what it can do at best. */
async function barePglite(folder: string): Promise<number> {
  const store = await openStore({ folder })
  await sql`create table if not exists bench_bare (id bigserial primary key, note text not null)`.execute(
    store.db,
  )
  const note = 'x'.repeat(200)
  const startedMs = performance.now()
  let inserted = 0
  while (performance.now() - startedMs < SECONDS * 1000) {
    await sql`insert into bench_bare (note) values (${note})`.execute(store.db)
    inserted += 1
  }
  const rate = (inserted / (performance.now() - startedMs)) * 1000
  await store.close()
  return rate
}
