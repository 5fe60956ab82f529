import { sql } from 'kysely'
import { createCafe24Client, defaultTiming, migrateCredit, openStore, type Store } from '@pointpay/credit'
import { startPostgres } from '@pointpay/testkit/postgres'
// The claim is no public entry of the package; its cost alone is what this figure is about.
import { burstLimitOf, DEFAULT_CALLS_PER_SECOND } from '../../../credit/src/worker/budget.ts'
import { createClaim } from '../../../credit/src/worker/claim.ts'
import { createMallSecrets, type MallSecrets } from '../../../credit/src/tokens/mall-secrets.ts'
import { createSealer } from '../../../credit/src/tokens/seal.ts'
import { savePair } from '../../../credit/src/tokens/save-pair.ts'
import { median } from '../measure/statistics.ts'
import type { BenchReport, Figure } from '../measure/report.ts'
import { insertWaiting } from './bench-malls.ts'

const ROWS = [1_000, 10_000, 100_000, 1_000_000]
const MALLS = 1_000
const CLAIMS = 12
const WARM_UP_CLAIMS = 3
const DAY_MS = 86_400_000

/** What one claim (64 malls, a part of each) costs with ever more rows waiting, and with a million finished ones behind. */
export async function benchClaimCost(): Promise<BenchReport> {
  const postgres = await startPostgres({ durable: true })
  const store = await openStore({ databaseUrl: postgres.databaseUrl })
  const figures: Figure[] = []
  try {
    await migrateCredit(store)
    const sealer = createSealer({ current: { id: 'bench', key: Buffer.alloc(32, 1) } })
    const secrets = createMallSecrets(sealer, () => {})
    const mallIds = await insertMalls(store, secrets)
    const claim = createClaim({
      store,
      db: store.db,
      cafe24: createCafe24Client(),
      secrets,
      clock: () => new Date(),
      random: Math.random,
      log: () => {},
      timing: defaultTiming,
      burst: burstLimitOf(DEFAULT_CALLS_PER_SECOND),
      seenBeat: { last: 0 },
      crashpoint: () => {},
    })
    const costs: number[] = []
    for (const rows of ROWS) {
      await refill(store, mallIds, rows)
      costs.push(await claimCost(claim))
      figures.push({ name: 'one claim', subject: `${rows} rows wait`, value: costs.at(-1) ?? 0, unit: 'ms' })
    }
    const growth = (costs.at(-1) ?? 0) / (costs[0] ?? 1)
    figures.push({
      name: 'growth',
      subject: '10³ to 10⁶ rows wait',
      value: growth,
      unit: '×',
      goal: goal(growth),
    })
    await finishAll(store)
    await refill(store, mallIds, 1_000, true)
    const behind = await claimCost(claim)
    const behindGrowth = behind / (costs[0] ?? 1)
    figures.push(
      { name: 'one claim', subject: '10³ wait, 10⁶ finished behind', value: behind, unit: 'ms' },
      {
        name: 'growth',
        subject: '10⁶ finished behind',
        value: behindGrowth,
        unit: '×',
        goal: goal(behindGrowth),
      },
    )
  } finally {
    await store.close()
    await postgres.stop()
  }
  return {
    bench: 'claim cost',
    method: `Median of ${CLAIMS} claims over ${MALLS} malls on PostgreSQL with its durable defaults.`,
    figures,
  }
}

async function insertMalls(store: Store, secrets: MallSecrets): Promise<string[]> {
  const mallIds = Array.from({ length: MALLS }, (_, index) => `mall${index + 1}`)
  for (const mallId of mallIds) {
    await store.db
      .insertInto('credit_malls')
      .values({ mall_id: mallId, client_id: 'c', client_secret_sealed: 's', redirect_uri: 'r' })
      .execute()
    const pair = {
      mallId,
      userId: null,
      accessToken: 'a',
      accessLivesMs: DAY_MS,
      refreshToken: 'r',
      refreshLivesMs: DAY_MS,
      scopes: [],
    }
    await savePair({ db: store.db, secrets }, mallId, 0, { pair, ageMs: 0 })
  }
  return mallIds
}

async function refill(store: Store, mallIds: string[], rows: number, keep = false): Promise<void> {
  if (!keep) await sql`truncate credit_credits, credit_parts, credit_history`.execute(store.db)
  await insertWaiting(store, mallIds, rows, keep ? 10_000_000 : 0)
  await sql`update credit_malls set bucket_level = 0, burst_level = 0, open_at = now(), due_at = now()`.execute(
    store.db,
  )
  await sql`vacuum (analyze) credit_credits, credit_parts, credit_malls`.execute(store.db)
}

async function finishAll(store: Store): Promise<void> {
  await sql`update credit_parts set state = 'credited', due_at = null`.execute(store.db)
  await sql`update credit_credits set state = 'credited'`.execute(store.db)
}

async function claimCost(claim: ReturnType<typeof createClaim>): Promise<number> {
  const costs: number[] = []
  for (let each = 0; each < WARM_UP_CLAIMS + CLAIMS; each += 1) {
    const beforeMs = performance.now()
    const { parts } = await claim(1)
    const tookMs = performance.now() - beforeMs
    if (parts.length === 0) throw new Error('A claim found nothing, so its cost says nothing')
    if (each >= WARM_UP_CLAIMS) costs.push(tookMs)
  }
  return median(costs)
}

function goal(value: number): { text: string; met: boolean } {
  return { text: '≤ 1.5 ×', met: value <= 1.5 }
}
