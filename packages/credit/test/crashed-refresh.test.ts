import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCafe24Client, createCredit, type Credits, type Store } from '../src/index.ts'
import { type SimulatedMalls, setUpMall, startSimulatedMalls } from './support/simulated-malls.ts'
import { startPostgres, type TestDatabase } from './support/stores.ts'
import { quick, quickTimeouts } from './support/timing.ts'
import { tokenKeys } from './support/world.ts'

const script = fileURLToPath(new URL('./support/refresh-process.ts', import.meta.url))

describe('a process that is killed while it renews a token', () => {
  let database: TestDatabase
  let malls: SimulatedMalls
  let store: Store
  beforeAll(async () => {
    ;[database, malls] = await Promise.all([startPostgres(), startSimulatedMalls()])
    store = await database.open()
  })
  afterAll(async () => {
    await store.close()
    await database.close()
    await malls.close()
  })

  const aProcess = (journalFolder: string): Promise<Credits> =>
    createCredit({
      store,
      cafe24: createCafe24Client({ origin: malls.origin, timeouts: quickTimeouts }),
      tokenKeys,
      journalFolder,
      timing: quick,
    })

  /** A mall whose access token has run out. */
  async function anExpiredMall(journalFolder: string): Promise<string> {
    const mallId = await malls.add(['pointpay'])
    const credits = await aProcess(journalFolder)
    await setUpMall(credits, malls, mallId)
    await credits.close()
    await malls.expireTokens(mallId)
    await store.db
      .updateTable('credit_tokens')
      .set({ access_expires_at: new Date(Date.now() - 1) })
      .where('mall_id', '=', mallId)
      .execute()
    return mallId
  }

  async function killedAt(step: string, mallId: string, journalFolder: string): Promise<void> {
    const args = [script, database.databaseUrl ?? '', malls.origin, mallId, journalFolder, step]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    expect(signal).toBe('SIGKILL')
  }

  test.each([
    ['before the call', 'refresh.begun'],
    ['after the answer', 'refresh.answered'],
    ['after the answer was saved', 'refresh.saved'],
  ])('%s loses no mall: the next process has a token that works', async (_when, step) => {
    const journalFolder = mkdtempSync(join(tmpdir(), 'credit-journal-'))
    const mallId = await anExpiredMall(journalFolder)
    await killedAt(step, mallId, journalFolder)
    const next = await aProcess(journalFolder)
    const worker = next.worker.start()
    const accepted = await next.ledger.accept({
      mediaCode: 'shop' as never,
      mallId,
      shopNo: 1,
      memberId: 'pointpay' as never,
      amount: 10,
      transactionNumber: `ME${step}`.replace('.', '') as never,
    })
    if (accepted.kind !== 'accepted') throw new Error(accepted.kind)
    await expect
      .poll(async () => (await next.ledger.byId(accepted.creditId))?.state, { timeout: 10_000 })
      .toBe('credited')
    expect(readdirSync(journalFolder)).toEqual([])
    await worker.stop()
    await next.close()
  })

  test('where the answer is lost with its machine, the owner is called for, and one consent mends it', async () => {
    const journalFolder = mkdtempSync(join(tmpdir(), 'credit-journal-'))
    const mallId = await anExpiredMall(journalFolder)
    await killedAt('refresh.answered', mallId, journalFolder)
    const elsewhere = await aProcess(mkdtempSync(join(tmpdir(), 'credit-journal-')))
    expect(await elsewhere.malls.access(mallId)).toEqual({ kind: 'consent-needed', problem: 'refresh-lost' })
    await setUpMall(elsewhere, malls, mallId)
    expect(await elsewhere.malls.access(mallId)).toMatchObject({ kind: 'token' })
    await elsewhere.close()
  })

  test('and when that machine comes back before the owner, its journal mends it', async () => {
    const journalFolder = mkdtempSync(join(tmpdir(), 'credit-journal-'))
    const mallId = await anExpiredMall(journalFolder)
    await killedAt('refresh.answered', mallId, journalFolder)
    const elsewhere = await aProcess(mkdtempSync(join(tmpdir(), 'credit-journal-')))
    expect(await elsewhere.malls.access(mallId)).toMatchObject({ kind: 'consent-needed' })
    const back = await aProcess(journalFolder)
    expect(await back.malls.access(mallId)).toMatchObject({ kind: 'token' })
    await Promise.all([elsewhere.close(), back.close()])
  })

  test('what the journal holds of a mall that the store does not know keeps no process from starting', async () => {
    const journalFolder = mkdtempSync(join(tmpdir(), 'credit-journal-'))
    const mallId = await anExpiredMall(journalFolder)
    await killedAt('refresh.answered', mallId, journalFolder)
    await store.db.deleteFrom('credit_tokens').where('mall_id', '=', mallId).execute()
    await store.db.deleteFrom('credit_malls').where('mall_id', '=', mallId).execute()
    const next = await aProcess(journalFolder)
    expect(await next.malls.access(mallId)).toEqual({ kind: 'unknown-mall' })
    await next.close()
  })

  test('where Cafe24’s answer never arrives, the owner is called for', async () => {
    const journalFolder = mkdtempSync(join(tmpdir(), 'credit-journal-'))
    const mallId = await anExpiredMall(journalFolder)
    await malls.faults(mallId, { tokenAnswerDrop: 1 })
    const credits = await aProcess(journalFolder)
    expect(await credits.malls.access(mallId)).toMatchObject({ kind: 'unavailable' })
    await malls.faults(mallId, {})
    expect(await credits.malls.access(mallId)).toEqual({ kind: 'consent-needed', problem: 'refresh-lost' })
    await credits.close()
  })
})
