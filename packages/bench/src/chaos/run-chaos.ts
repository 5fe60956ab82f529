import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrateCredit } from '@pointpay/credit'
import { startPostgres } from '@pointpay/testkit/postgres'
import { cancelSome } from './cancel-some.ts'
import { createDice } from './dice.ts'
import { feed } from './feed.ts'
import { judgeNaive, runNaive, type NaiveResult } from './naive-client.ts'
import { openCredits, type OpenCredits } from './open-credits.ts'
import type { ChaosOptions } from './options.ts'
import { mallIds, members, planCredits } from './plan.ts'
import { agree, client, redirectUri, startSimulatedCafe24, type SimulatedCafe24 } from './simulated-cafe24.ts'
import { startHerd } from './worker-herd.ts'
import { startOwners } from './owners.ts'
import { judge, type Verdict } from './verdict.ts'

export interface ChaosResult {
  options: ChaosOptions
  seconds: number
  kills: number
  freezes: number
  databaseRestarts: number
  /** How often an owner had to consent again, by the reason. */
  consents: Record<string, number>
  /** Calls that Cafe24 answered, by API and status; those it dropped are not among them. */
  calls: Record<string, Record<string, number>>
  /** How often each event happened to a part. */
  events: Record<string, number>
  /** What is left in states that are not done, by state. */
  unsettled: Record<string, number>
  verdict: Verdict
  naive: NaiveResult
}

/** How long the backlog may stand still, ms, before the run counts as stuck. */
const PATIENCE_MS = 180_000
const NAIVE_MALLS = 40

/** The whole proof, told to `tell` as it goes. */
export async function runChaos(options: ChaosOptions, tell: (line: string) => void): Promise<ChaosResult> {
  const begunMs = performance.now()
  const journalFolder = mkdtempSync(join(tmpdir(), 'pointpay-chaos-'))
  const [postgres, cafe24] = await Promise.all([startPostgres({ durable: true }), startSimulatedCafe24()])
  const ours = await openCredits({
    databaseUrl: postgres.databaseUrl,
    simulatorOrigin: cafe24.origin,
    journalFolder,
  })
  try {
    await migrateCredit(ours.store)
    const naiveMalls = mallIds(Math.min(NAIVE_MALLS, options.naiveCredits), 'naive')
    await setMallsUp(ours, cafe24, options.malls, naiveMalls)
    const plan = planCredits(options.credits, options.malls, createDice(options.seed))
    await cafe24.setFaults(options.seed)
    const naive = runNaive(cafe24.origin, naiveMalls, options.naiveCredits, createDice(options.seed + 1))
    tell(`${options.malls} malls are set up; ${options.credits} credits are coming in, faults are on`)

    const herd = startHerd([postgres.databaseUrl, cafe24.origin, journalFolder], {
      workers: options.workers,
      killEveryMs: options.killEveryMs,
      freezeEveryMs: options.freezeEveryMs,
      dice: createDice(options.seed + 2),
    })
    try {
      const restarts = restartSometimes(postgres.restart, options.databaseRestarts, tell)
      const owners = startOwners(ours.credits, () => restarts.ended)
      await feed(ours.credits, plan)
      tell('every credit is accepted')
      const cancels = await cancelSome(ours.credits, plan, () => restarts.ended)
      await restarts.done
      tell(`${cancels.size} cancels are accepted`)
      await untilSettled(ours, plan.filter(({ refused }) => refused).length, tell)
      await owners.stop()
      const promisedNaively = await naive
      const movements = await cafe24.movements()
      const { byApi } = await cafe24.calls()
      return {
        options,
        seconds: (performance.now() - begunMs) / 1000,
        kills: herd.kills(),
        freezes: herd.freezes(),
        databaseRestarts: options.databaseRestarts,
        consents: owners.consents(),
        calls: byApi,
        events: await countEvents(ours),
        unsettled: await unsettled(ours),
        verdict: judge(
          plan,
          cancels,
          movements.filter(({ mall_id }) => !mall_id.startsWith('naive')),
        ),
        naive: judgeNaive(
          promisedNaively,
          movements.filter(({ mall_id }) => mall_id.startsWith('naive')),
        ),
      }
    } finally {
      await herd.close()
    }
  } finally {
    await ours.close()
    await Promise.all([postgres.stop(), cafe24.close()])
    rmSync(journalFolder, { recursive: true, force: true })
  }
}

async function setMallsUp(
  { credits }: OpenCredits,
  cafe24: SimulatedCafe24,
  malls: number,
  naive: string[],
): Promise<void> {
  for (const mallId of naive) await cafe24.addMall(mallId, members)
  for (const mallId of mallIds(malls)) {
    await cafe24.addMall(mallId, members)
    await credits.malls.register({ mallId, ...client, redirectUri })
    const url = await credits.malls.authorizeUrl(mallId, 'chaos')
    const consent = await credits.malls.consent({ mallId, code: await agree(url ?? '') })
    if (consent.kind !== 'consented') throw new Error(`${mallId}'s consent ended as ${consent.kind}`)
  }
}

function restartSometimes(restart: () => Promise<void>, times: number, tell: (line: string) => void) {
  const state = { ended: false, done: Promise.resolve() }
  state.done = (async () => {
    for (let each = 0; each < times; each += 1) {
      await sleep(8_000)
      await restart()
      tell('the database was restarted')
    }
    state.ended = true
  })()
  return state
}

async function unsettled({ credits }: OpenCredits): Promise<Record<string, number>> {
  const { refused: _refused, ...rest } = await credits.ledger.counts()
  return rest
}

async function untilSettled(
  ours: OpenCredits,
  refusals: number,
  tell: (line: string) => void,
): Promise<void> {
  let movedMs = performance.now()
  let before = ''
  while (performance.now() - movedMs < PATIENCE_MS) {
    const counts = await unsettled(ours)
    const left = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (left === 0) return
    const now = JSON.stringify(counts)
    if (now !== before) movedMs = performance.now()
    before = now
    tell(`left: ${left} ${now}, ${refusals} refusals expected`)
    await sleep(2_000)
  }
}

async function countEvents({ store }: OpenCredits): Promise<Record<string, number>> {
  const rows = await store.db
    .selectFrom('credit_history')
    .select(({ fn }) => ['event', fn.countAll<number>().as('count')])
    .groupBy('event')
    .execute()
  return Object.fromEntries(rows.map(({ event, count }) => [event, Number(count)]))
}
