import { createCafe24Client, createCredit, openStore } from '@pointpay/credit'

/** One worker for the dispatch benchmark. argv: database URL, simulator's origin, journal folder. Tells its parent its CPU. */
const [databaseUrl = '', simulatorOrigin = '', journalFolder = ''] = process.argv.slice(2)
/** Nobody gives points by hand here, so that each credit is one call and the ceiling is known. */
const NEVER_BY_HAND_MS = 24 * 3_600_000

const credits = await createCredit({
  store: await openStore({ databaseUrl }),
  cafe24: createCafe24Client({ origin: `${simulatorOrigin}/{mall_id}` }),
  tokenKeys: { current: { id: 'bench', key: Buffer.alloc(32, 1) } },
  journalFolder,
  timing: { byHandMs: NEVER_BY_HAND_MS },
})
credits.worker.start()
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit(0))
