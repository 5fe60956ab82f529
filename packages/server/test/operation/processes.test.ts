import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newMediaSchema } from '@pointpay/contracts'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres, type Postgres } from '@pointpay/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compose, type Parts } from '../../src/compose.ts'
import { readSettings } from '../../src/settings.ts'
import { openServerStore } from '../../src/store.ts'
import { Owner } from '../support/owner.ts'
import { aForm, post } from '../support/postback.ts'
import { eventually, settingsEnv } from '../support/service.ts'
import { ServiceProcess } from '../support/service-process.ts'
import { app, aSimulatedCafe24, type SimulatedCafe24 } from '../support/simulated-cafe24.ts'

let cafe24: SimulatedCafe24
let postgres: Postgres
const running: ServiceProcess[] = []

beforeAll(async () => {
  cafe24 = await aSimulatedCafe24()
  postgres = await startPostgres()
})
afterAll(async () => {
  for (const process of running) await process.kill('SIGKILL')
  await postgres.stop()
  await cafe24.close()
})

/** All processes are one service: they have one public origin, the first one's. */
async function aProcess(env: Record<string, string> = {}): Promise<ServiceProcess> {
  const process = new ServiceProcess({
    ...settingsEnv(await freePort(), cafe24.origin),
    DATABASE_URL: postgres.databaseUrl,
    ...(running[0] && { POINTPAY_ORIGIN: running[0].origin }),
    ...env,
  })
  running.push(process)
  return process
}

/** Does something as the `pointpay` command would: on the service's store, beside its processes. */
async function beside<Result>(work: (parts: Parts) => Promise<Result>): Promise<Result> {
  const settings = readSettings({
    ...settingsEnv(0, cafe24.origin),
    DATABASE_URL: postgres.databaseUrl,
    POINTPAY_ORIGIN: running[0]!.origin,
  })
  const opened = await openServerStore(settings)
  const parts = await compose(settings, opened, { info() {}, warn() {}, error() {} })
  try {
    return await work(parts)
  } finally {
    await parts.close()
    await opened.store.close()
  }
}

let malls = 0

/** A consented media in the running service. */
async function aMedia() {
  malls += 1
  const mallId = `mall${malls}`
  await cafe24.putMall(mallId, `${running[0]!.origin}/solution/result`, {
    members: ['shopper01', 'shopper02'],
  })
  const integration = { kind: 'cafe24', mallId, ...app }
  const wanted = newMediaSchema.parse({ code: mallId, name: mallId, popup: 'pointpay', integration })
  const added = await beside(({ solution }) => solution.setUp.add(wanted))
  if (added.kind !== 'added') throw new Error(added.kind)
  await new Owner().consent(added.status.installUrl!)
  return { code: wanted.code, mallId, returnPath: new URL(added.status.returnUrl!).pathname }
}

type Media = Awaited<ReturnType<typeof aMedia>>

/**
 * Posts forms by turns to the processes; gives the transaction numbers that were answered 201. Up to 40 for a mall go out at
 * once; more would wait for its bucket.
 */
async function postTo(processes: readonly ServiceProcess[], media: readonly Media[], count: number) {
  const promised: string[] = []
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const shop = media[index % media.length]!
      const form = aForm(shop, { rw_price: String(100 + index) })
      const process = processes[index % processes.length]!
      const answer = await post(`${process.origin}${shop.returnPath}`, form).catch(() => null)
      if (answer?.text === '201') promised.push(form['rw_orderno']!)
    }),
  )
  return promised
}

/** How often Cafe24's books hold each transaction number. */
async function timesCredited(media: readonly Media[], numbers: readonly string[]): Promise<number[]> {
  const rows = await Promise.all(media.map(({ mallId }) => cafe24.movements(mallId, 'shopper01')))
  const reasons = rows.flat().map(({ reason }) => reason)
  return numbers.map((number) => reasons.filter((reason) => reason.includes(number)).length)
}

const allOnce = (times: readonly number[]) => times.every((each) => each === 1)

test('two processes that start at once on an empty PostgreSQL both come up, and share the work', async () => {
  const one = await aProcess()
  const other = await aProcess()
  await Promise.all([one.ready(), other.ready()])
  const media = await Promise.all([aMedia(), aMedia(), aMedia(), aMedia()])
  const promised = await postTo([one, other], media, 60)
  expect(promised).toHaveLength(60)
  await eventually('the credits', async () => allOnce(await timesCredited(media, promised)))
  await eventually('their log lines', async () => one.credited() + other.credited() === 60)
  expect(one.credited()).toBeGreaterThan(0)
  expect(other.credited()).toBeGreaterThan(0)
})

test('a change of a media in one process holds in the other from the next call on', async () => {
  const [one, other] = running
  const media = await aMedia()
  const url = (process: ServiceProcess) => `${process.origin}${media.returnPath}`
  expect((await post(url(one!), aForm(media))).text).toBe('201')
  expect((await post(url(other!), aForm(media))).text).toBe('201')
  await beside(({ solution }) => solution.setUp.change(media.code, { returnNetworks: ['203.0.113.0/24'] }))
  await eventually('the change', async () => (await post(url(one!), aForm(media))).status === 403)
  await eventually('the change', async () => (await post(url(other!), aForm(media))).status === 403)
})

test('a process that is told to stop answers what it has begun, loses nothing and ends with 0', async () => {
  const [one, other] = running
  const media = [await aMedia(), await aMedia()]
  const posting = postTo([one!, other!], media, 70)
  await new Promise((resolve) => setTimeout(resolve, 30))
  const code = await other!.kill('SIGTERM')
  const promised = await posting
  expect(code).toBe(0)
  expect(other!.log.at(-1)).toMatchObject({ event: 'service.stopped' })
  expect(promised.length).toBeGreaterThan(0)
  await eventually('the credits', async () => allOnce(await timesCredited(media, promised)))
})

test('a process that is killed loses nothing that it had answered 201', async () => {
  const [one] = running
  const doomed = await (await aProcess()).ready()
  const media = [await aMedia()]
  const posting = postTo([doomed, one!], media, 60)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await doomed.kill('SIGKILL')
  const promised = await posting
  expect(promised.length).toBeGreaterThan(0)
  const kept = await beside(({ credits }) =>
    Promise.all(promised.map((number) => credits.ledger.byTransaction(media[0]!.code, number))),
  )
  expect(kept.filter((credit) => credit === null)).toEqual([])
  expect(Math.max(...(await timesCredited(media, promised)))).toBeLessThanOrEqual(1)
  // Another member need not wait until it is known what became of the calls that were out.
  const next = aForm(media[0]!, { rw_user_id: 'shopper02' })
  expect((await post(`${one!.origin}${media[0]!.returnPath}`, next)).text).toBe('201')
  await eventually('the next credit', async () => {
    return (await cafe24.movements(media[0]!.mallId, 'shopper02')).length === 1
  })
})

test('a wrong setting stops the start with its name and what was expected', async () => {
  const process = new ServiceProcess({ POINTPAY_PORT: 'four thousand' })
  expect(await process.exited).toBe(1)
  expect(process.stderr).toContain('POINTPAY_PORT is not usable: expected a port, 0 to 65535.')
  expect(process.stderr).toContain('POINTPAY_SECRET is missing')
  expect(process.stderr).not.toContain('    at ')
})

test('a port that is taken stops the start with what to do', async () => {
  const process = new ServiceProcess({
    ...settingsEnv(Number(new URL(running[0]!.origin).port), cafe24.origin),
    DATABASE_URL: postgres.databaseUrl,
  })
  expect(await process.exited).toBe(1)
  expect(process.stderr).toContain('POINTPAY_PORT')
  expect(process.stderr).not.toContain('    at ')
})

test('an embedded store that another process holds stops the start with what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'held-store-'))
  const env = { ...settingsEnv(await freePort(), cafe24.origin), POINTPAY_DATA: folder }
  const holder = await new ServiceProcess(env).ready()
  const second = new ServiceProcess({ ...env, POINTPAY_PORT: String(await freePort()) })
  expect(await second.exited).toBe(1)
  expect(second.stderr).toContain(folder)
  expect(await holder.kill('SIGTERM')).toBe(0)
  // Released: the next one may have it.
  const next = await new ServiceProcess(env).ready()
  expect(await next.kill('SIGTERM')).toBe(0)
})
