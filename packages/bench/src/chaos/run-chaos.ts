import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrateCredit } from '@pointpay/credit'
import { startPostgres } from '@pointpay/testkit/postgres'
import { startBystanders } from './bystanders.ts'
import { cancelSome, type CancelEnd } from './cancel-some.ts'
import { createDice } from './dice.ts'
import { explainCredits, unsettledNumbers } from './explain-credits.ts'
import { drawFaults } from './faults.ts'
import { feed } from './feed.ts'
import { judgeNaive, runNaive, type NaiveResult } from './naive-client.ts'
import { openCredits, type OpenCredits } from './open-credits.ts'
import type { ChaosOptions } from './options.ts'
import { startPerson, type PersonReport } from './person.ts'
import { mallIds, members, memberWithPoints, planCredits, shops } from './plan.ts'
import { agree, client, redirectUri, startSimulatedCafe24, type SimulatedCafe24 } from './simulated-cafe24.ts'
import { countUnsettled, startProgress } from './progress.ts'
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
  /** Parts of all credits and cancels. */
  parts: number
  person: PersonReport
  /** Cancels, by how they ended; how often a person had to say what rows by hand were for; those that were not taken. */
  cancels: { ends: Partial<Record<CancelEnd, number>>; asked: number; untaken: string[] }
  /** Rows that other apps and the malls' admins made. */
  otherRows: number
  verdict: Verdict
  /** What the ledger and the point history say of each credit that differs, or is not done. */
  evidence: string[]
  naive: NaiveResult
}

const NAIVE_MALLS = 40
/** After a restart, calls that it broke off may still fail for so long. */
const RECOVERY_MS = 3_000
/** KRW, in each shop: more than all deductions by hand together. */
const POINTS_FROM_THE_START = 1_000_000

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
    for (const mallId of [...mallIds(options.malls), ...naiveMalls])
      await cafe24.setFaults(drawFaults(options.seed, mallId))
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
      const person = startPerson(ours.credits, cafe24, () => restarts.ended)
      const bystanders = startBystanders(cafe24, plan, mallIds(options.malls), createDice(options.seed + 3))
      const progress = startProgress(ours.credits, () => restarts.ended, tell)
      await feed(ours.credits, plan)
      tell('every credit is accepted')
      const cancels = await cancelSome(ours.credits, cafe24, plan, {
        databaseIsSteady: () => restarts.ended,
        isStuck: progress.isStuck,
      })
      await restarts.done
      tell(`${cancels.ends.size} cancels are asked for`)
      await progress.settled()
      await Promise.all([progress.stop(), bystanders.stop(), person.stop(), owners.stop()])
      const promisedNaively = await naive
      const movements = await cafe24.movements()
      const { byApi } = await cafe24.calls()
      const deducted = [...cancels.ends].filter(([, end]) => end === 'deducted').map(([number]) => number)
      const verdict = judge(
        plan,
        new Set(deducted),
        movements.filter(({ mall_id }) => !mall_id.startsWith('naive')),
      )
      return {
        options,
        seconds: (performance.now() - begunMs) / 1000,
        kills: herd.kills(),
        freezes: herd.freezes(),
        databaseRestarts: options.databaseRestarts,
        consents: owners.consents(),
        calls: byApi,
        events: await countEvents(ours),
        unsettled: await countUnsettled(ours.credits),
        parts: await countParts(ours),
        person: person.report(),
        cancels: { ...cancels, ends: countBy(cancels.ends.values()) },
        otherRows: bystanders.rows(),
        verdict,
        evidence: await explainCredits(
          ours,
          [
            ...verdict.differences.flatMap(({ transactionNumber }) => transactionNumber ?? []),
            ...(await unsettledNumbers(ours)),
          ],
          movements,
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
    await cafe24.addRows(
      mallId,
      shops.map((shop_no) => ({
        member_id: memberWithPoints,
        shop_no,
        type: 'increase',
        amount: POINTS_FROM_THE_START,
        reason: '가입 축하',
      })),
    )
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
    await sleep(RECOVERY_MS)
    state.ended = true
  })()
  return state
}

async function countEvents({ store }: OpenCredits): Promise<Record<string, number>> {
  const rows = await store.db
    .selectFrom('credit_history')
    .select(({ fn }) => ['event', fn.countAll<number>().as('count')])
    .groupBy('event')
    .execute()
  return Object.fromEntries(rows.map(({ event, count }) => [event, Number(count)]))
}

async function countParts({ store }: OpenCredits): Promise<number> {
  const { count } = await store.db
    .selectFrom('credit_parts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function countBy<Key extends string>(keys: Iterable<Key>): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}
