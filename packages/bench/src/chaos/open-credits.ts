import {
  createCafe24Client,
  createCredit,
  openStore,
  type Credits,
  type Log,
  type Store,
} from '@pointpay/credit'
import { callTimeouts, pace } from './pace.ts'

export interface OpenCredits {
  store: Store
  credits: Credits
  close(): Promise<void>
}

/** One process's ledger over the run's database. */
export async function openCredits(options: {
  databaseUrl: string
  simulatorOrigin: string
  journalFolder: string
  log?: Log
}): Promise<OpenCredits> {
  const store = await openStore({ databaseUrl: options.databaseUrl })
  const credits = await createCredit({
    store,
    cafe24: createCafe24Client({ origin: `${options.simulatorOrigin}/{mall_id}`, timeouts: callTimeouts }),
    tokenKeys: { current: { id: 'chaos', key: Buffer.alloc(32, 1) } },
    timing: pace,
    journalFolder: options.journalFolder,
    ...(options.log ? { log: options.log } : {}),
  })
  return {
    store,
    credits,
    async close() {
      await credits.close()
      await store.close()
    },
  }
}
