import type { AcceptResult, Credits, NewCredit } from '@pointpay/credit'
import type { Clock } from '../../pointhub/deps.ts'
import type { SolutionDb } from '../deps.ts'
import { addToDayTotal, cancelledOf, lockDayTotal } from './day-total.ts'
import { isKnown } from './is-known.ts'

/** Credits that share a transaction: enough for a burst, and few enough that another process of the media waits briefly. */
const MAX_BATCH = 50

export type AcceptWithinCap = (credit: NewCredit, capPerDay: number) => Promise<AcceptResult | 'over-cap'>

interface Waiting {
  credit: NewCredit
  capPerDay: number
  resolve: (result: AcceptResult | 'over-cap') => void
  reject: (error: unknown) => void
}

/**
 * Accepts credits of media that have a cap for a day. The day's total grows in the transaction that accepts, so it is rolled
 * back with it.
 *
 * The calls of a media that arrive while its transaction is under way wait here and share the next one. So a media uses one
 * database connection of a process, however many call: waiting for the total in the database would take the connections away
 * from all other media.
 */
export function createAcceptWithinCap(
  db: SolutionDb,
  ledger: Credits['ledger'],
  clock: Clock,
): AcceptWithinCap {
  const waitingOf = new Map<string, Waiting[]>()

  async function acceptBatch(mediaCode: string, batch: readonly Waiting[]) {
    return db.transaction().execute(async (trx) => {
      const total = await lockDayTotal(trx, mediaCode, clock())
      let added = 0
      let cancelled: number | null = null
      const results: (AcceptResult | 'over-cap')[] = []
      for (const { credit, capPerDay } of batch) {
        const after = total.accepted + added + credit.amount
        if (after > capPerDay) cancelled ??= await cancelledOf(trx, total)
        if (after - (cancelled ?? 0) > capPerDay && !(await isKnown(trx, credit))) {
          results.push('over-cap')
          continue
        }
        const result = await ledger.accept(credit, trx as never)
        if (result.kind === 'accepted') added += credit.amount
        results.push(result)
      }
      if (added > 0) await addToDayTotal(trx, total, added)
      return results
    })
  }

  async function run(mediaCode: string, waiting: Waiting[]): Promise<void> {
    // Calls that arrive in the same turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH)
      try {
        const results = await acceptBatch(mediaCode, batch)
        for (const [index, { resolve }] of batch.entries()) resolve(results[index]!)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    waitingOf.delete(mediaCode)
  }

  return (credit, capPerDay) =>
    new Promise((resolve, reject) => {
      const each = { credit, capPerDay, resolve, reject }
      const waiting = waitingOf.get(credit.mediaCode)
      if (waiting) {
        waiting.push(each)
        return
      }
      const started = [each]
      waitingOf.set(credit.mediaCode, started)
      void run(credit.mediaCode, started)
    })
}
