import { setTimeout as sleep } from 'node:timers/promises'
import type { CancelResult, Credits } from '@pointpay/credit'
import type { PlannedCredit } from './plan.ts'

const AT_ONCE = 20

/** Cancels what the plan says, each as soon as it is credited, twice; gives the transaction numbers that were taken. */
export async function cancelSome(
  credits: Credits,
  plan: readonly PlannedCredit[],
  databaseIsSteady: () => boolean,
): Promise<Set<string>> {
  const taken = new Set<string>()
  const todo = plan.filter(({ cancelled }) => cancelled)
  const next = async (): Promise<void> => {
    for (let planned = todo.pop(); planned; planned = todo.pop()) {
      const { mediaCode, transactionNumber } = planned.credit
      while (!(await isCancelled(credits, mediaCode, transactionNumber, databaseIsSteady))) await sleep(500)
      taken.add(transactionNumber)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return taken
}

async function isCancelled(
  credits: Credits,
  mediaCode: string,
  transactionNumber: string,
  databaseIsSteady: () => boolean,
): Promise<boolean> {
  try {
    const credit = await credits.ledger.byTransaction(mediaCode, transactionNumber)
    if (credit?.state === 'cancelling' || credit?.state === 'cancelled') return true
    if (credit?.state !== 'credited') return false
    const request = { creditId: credit.id, by: 'chaos', reason: 'chaos' }
    const results: CancelResult[] = await Promise.all([
      credits.ledger.cancel(request),
      credits.ledger.cancel(request),
    ])
    return results.some(({ kind }) => kind === 'cancelling' || kind === 'already')
  } catch (error) {
    if (databaseIsSteady()) throw error
    return false
  }
}
