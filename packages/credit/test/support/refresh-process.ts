import { createCafe24Client, createCredit, openStore } from '../../src/index.ts'
import { quick, quickTimeouts } from './timing.ts'

/**
 * A process that renews a mall's token and is killed, as by SIGKILL, at a named step.
 * argv: database URL, Cafe24's origin, mall, journal folder, step.
 */
const [databaseUrl = '', origin = '', mallId = '', journalFolder = '', step = ''] = process.argv.slice(2)
const credits = await createCredit({
  store: await openStore({ databaseUrl }),
  cafe24: createCafe24Client({ origin, timeouts: quickTimeouts }),
  tokenKeys: { current: { id: 'k1', key: Buffer.alloc(32, 7) } },
  journalFolder,
  timing: quick,
  crashpoint: (name) => {
    if (name === step) process.kill(process.pid, 'SIGKILL')
  },
})
await credits.malls.access(mallId)
process.exit(0)
