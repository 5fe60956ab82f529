import type { Credits } from '@pointpay/credit'
import { startActor, type Actor } from './actor.ts'
import { agree } from './simulated-cafe24.ts'

/** The malls' owners. An owner who is told that the mall waits for a consent gives it. */
export interface Owners extends Actor {
  /** Consents that were called for, by the reason that was told. */
  consents(): Record<string, number>
}

const LOOK_MS = 1_000

/**
 * A worker that is killed while Cafe24 answers its refresh loses the mall, and nothing can keep it: the old token is dead
 * and the new one was never here. What the ledger owes then is to say so, and to go on after one consent.
 */
export function startOwners(credits: Credits, databaseIsSteady: () => boolean): Owners {
  const consents: Record<string, number> = {}

  async function look(): Promise<void> {
    for (const { mallId, consent } of await credits.malls.statuses()) {
      if (consent.kind !== 'consent-needed') continue
      const url = await credits.malls.authorizeUrl(mallId, 'chaos')
      const result = await credits.malls.consent({ mallId, code: await agree(url ?? '') })
      if (result.kind === 'consented') consents[consent.problem] = (consents[consent.problem] ?? 0) + 1
    }
  }

  const actor = startActor(LOOK_MS, look, () => !databaseIsSteady())
  return { ...actor, consents: () => consents }
}
