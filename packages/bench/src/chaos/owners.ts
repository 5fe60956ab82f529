import { setTimeout as sleep } from 'node:timers/promises'
import type { Credits } from '@pointpay/credit'
import { agree } from './simulated-cafe24.ts'

/** The malls' owners: whoever is told that the mall waits for a consent gives it. */
export interface Owners {
  /** Consents that were called for, by the reason that was told. */
  consents(): Record<string, number>
  stop(): Promise<void>
}

const LOOK_MS = 1_000

/**
 * A worker that is killed while Cafe24 answers its refresh loses the mall, and nothing can keep it: the old token is dead
 * and the new one was never here. What the ledger owes then is to say so, and to go on after one consent.
 */
export function startOwners(credits: Credits, databaseIsSteady: () => boolean): Owners {
  const consents: Record<string, number> = {}
  const state = { stopping: false }

  async function look(): Promise<void> {
    for (const { mallId, consent } of await credits.malls.statuses()) {
      if (consent.kind !== 'consent-needed') continue
      const url = await credits.malls.authorizeUrl(mallId, 'chaos')
      const result = await credits.malls.consent({ mallId, code: await agree(url ?? '') })
      if (result.kind === 'consented') consents[consent.problem] = (consents[consent.problem] ?? 0) + 1
    }
  }

  async function watch(): Promise<void> {
    while (!state.stopping) {
      try {
        await look()
      } catch (error) {
        if (databaseIsSteady()) throw error
      }
      await sleep(LOOK_MS)
    }
  }

  const watching = watch()
  // Told to who stops it.
  watching.catch(() => {})
  return {
    consents: () => consents,
    async stop() {
      state.stopping = true
      await watching
    },
  }
}
