import type { Clock, Log, PointhubDb } from '../deps.ts'
import { createFirstTime } from '../../kernel/first-time.ts'
import type { ConversionRow } from '../tables.ts'
import { type ConversionSteps, nextTry } from './conversion-steps.ts'
import { claimLeft, postpone } from './conversion-store.ts'

const BATCH = 16

/**
 * Completes or takes back every conversion that a crash or a silent partner left at any step. A reservation that was not
 * recorded is released; from `recorded` on, the conversion is completed. One that cannot be moved on keeps no other waiting:
 * it is logged once, and tried again after longer and longer pauses.
 */
export function createRecovery(
  db: PointhubDb,
  steps: ConversionSteps,
  clock: Clock,
  log: Log,
): () => Promise<void> {
  const firstTime = createFirstTime()

  async function advance(row: ConversionRow): Promise<void> {
    try {
      await steps.advance(row, null)
    } catch (error) {
      if (firstTime(`${row.transaction_number} ${String(error)}`))
        log.error({ transactionNumber: row.transaction_number, err: error }, 'conversion.recovery_failed')
      await postpone(db, row, nextTry(row, clock()))
    }
  }

  return async () => {
    let left
    do {
      left = await claimLeft(db, clock(), BATCH)
      await Promise.all(left.map(advance))
    } while (left.length === BATCH)
  }
}
