import { setTimeout as sleep } from 'node:timers/promises'
import type { Credits } from '@pointpay/credit'
import type { PlannedCredit } from './plan.ts'

/** Accepted so many at a time, as many postbacks at once would be. */
const AT_ONCE = 50

/** Gives every credit to the ledger, and again where it is not known whether it took it: that is what the RETURN URL's caller does. */
export async function feed(credits: Credits, plan: readonly PlannedCredit[]): Promise<void> {
  for (let from = 0; from < plan.length; from += AT_ONCE) {
    await Promise.all(plan.slice(from, from + AT_ONCE).map((planned) => accept(credits, planned)))
    await sleep(20)
  }
}

async function accept(credits: Credits, { credit }: PlannedCredit): Promise<void> {
  for (;;) {
    try {
      const result = await credits.ledger.accept(credit)
      if (result.kind === 'accepted' || (result.kind === 'duplicate' && result.same)) return
      throw new RangeError(`${credit.transactionNumber} was not accepted: ${JSON.stringify(result)}`)
    } catch (error) {
      if (error instanceof RangeError) throw error
      await sleep(200) // The database is being restarted.
    }
  }
}
