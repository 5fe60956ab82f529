import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { createCafe24Client, createCredit, migrateCredit, openStore } from '@pointpay/credit'
import { startPostgres } from '@pointpay/testkit/postgres'
import { startSimulatedCafe24 } from '../chaos/simulated-cafe24.ts'
import type { BenchReport, Figure } from '../measure/report.ts'
import { sizeOfTables } from '../stores/size-of-tables.ts'
import { consentMalls, emptyLedger, fillBuckets, insertWaiting } from './bench-malls.ts'

const MALLS = [1, 10, 100, 1_000]
const LATENCY_MS = 100
/** What a bucket lets through when it is full (Cafe24's API reference). */
const CALLS_PER_SECOND = 2
const WARM_UP_MS = 3_000
const MEASURE_MS = 20_000

/** Credits a second as a share of what the malls' buckets allow, one worker process on PostgreSQL. */
export async function benchDispatch(): Promise<BenchReport> {
  const journalFolder = mkdtempSync(join(tmpdir(), 'pointpay-bench-journal-'))
  const [postgres, cafe24] = await Promise.all([startPostgres({ durable: true }), startSimulatedCafe24()])
  const store = await openStore({ databaseUrl: postgres.databaseUrl })
  const figures: Figure[] = []
  try {
    await migrateCredit(store)
    const credits = await createCredit({
      store,
      cafe24: createCafe24Client({ origin: `${cafe24.origin}/{mall_id}` }),
      tokenKeys: { current: { id: 'bench', key: Buffer.alloc(32, 1) } },
      journalFolder,
    })
    const all = Array.from({ length: Math.max(...MALLS) }, (_, index) => `mall${index + 1}`)
    await consentMalls(credits, cafe24, all)
    await cafe24.setLatency(LATENCY_MS)
    let from = 0
    for (const count of MALLS) {
      await emptyLedger(store)
      const seconds = (WARM_UP_MS + MEASURE_MS) / 1000 + 5
      const waiting = Math.ceil(count * CALLS_PER_SECOND * seconds) + count * 4
      await insertWaiting(store, all.slice(0, count), waiting, from)
      from += waiting
      await fillBuckets(store)
      const before = (await cafe24.calls()).tooMany
      const run = await measure([postgres.databaseUrl, cafe24.origin, journalFolder], () =>
        countCredited(store),
      )
      const ceiling = count * CALLS_PER_SECOND
      const share = run.perSecond / ceiling
      const subject = `${count} malls`
      figures.push(
        { name: 'credits a second', subject, value: run.perSecond, unit: '/s' },
        {
          name: 'share of the ceiling',
          subject,
          value: share * 100,
          unit: '%',
          goal: { text: `≥ 95 % of ${ceiling}/s`, met: share >= 0.95 },
        },
        {
          name: '429s of our own making',
          subject,
          value: (await cafe24.calls()).tooMany - before,
          unit: '',
          goal: { text: '0', met: (await cafe24.calls()).tooMany === before },
        },
        { name: 'CPU of the worker per credit', subject, value: run.cpuMsPerCredit, unit: 'ms' },
      )
    }
    await credits.close()
    // What never left is no part of a finished credit's size.
    await sql`delete from credit_parts where state <> 'credited'`.execute(store.db)
    await sql`delete from credit_credits c where not exists (select from credit_parts p where p.credit_id = c.id)`.execute(
      store.db,
    )
    await sql`delete from credit_history h where not exists (select from credit_credits c where c.id = h.credit_id)`.execute(
      store.db,
    )
    const done = await countCredited(store)
    const bytes = await sizeOfTables(postgres.databaseUrl, [
      'credit_credits',
      'credit_parts',
      'credit_history',
    ])
    figures.push({
      name: 'a finished credit in PostgreSQL',
      subject: 'indexes included',
      value: bytes / done,
      unit: 'B',
    })
  } finally {
    await store.close()
    await Promise.all([postgres.stop(), cafe24.close()])
    rmSync(journalFolder, { recursive: true, force: true })
  }
  return {
    bench: 'dispatch',
    method: `One worker process, PostgreSQL and the simulator (${LATENCY_MS} ms latency) on this machine; buckets full at the start, ${MEASURE_MS / 1000} s each.`,
    figures,
  }
}

async function measure(args: string[], credited: () => Promise<number>) {
  const worker = fork(fileURLToPath(new URL('./worker-process.ts', import.meta.url)), args)
  try {
    await sleep(WARM_UP_MS)
    const [beforeCount, beforeCpu, beforeMs] = [await credited(), await cpuMs(worker), performance.now()]
    await sleep(MEASURE_MS)
    const [count, cpu, ms] = [await credited(), await cpuMs(worker), performance.now()]
    const done = count - beforeCount
    return { perSecond: (done / (ms - beforeMs)) * 1000, cpuMsPerCredit: (cpu - beforeCpu) / done }
  } finally {
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  }
}

async function cpuMs(worker: ChildProcess): Promise<number> {
  worker.send('cpu')
  const [usage] = (await once(worker, 'message')) as [NodeJS.CpuUsage]
  return (usage.user + usage.system) / 1000
}

async function countCredited(store: Awaited<ReturnType<typeof openStore>>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from credit_parts where state = 'credited'`.execute(store.db)
  return rows[0]?.count ?? 0
}
