import type { Clock, Log, PointhubDb } from '../deps.ts'
import type { ConversionSteps } from './conversion-steps.ts'
import { claimLeft } from './conversion-store.ts'

const BATCH = 16

/**
 * Completes or takes back every conversion that a crash or a silent partner left at any step. A reservation that was not
 * recorded is released; from `recorded` on, the conversion is completed.
 */
export async function recoverConversions(
  db: PointhubDb,
  steps: ConversionSteps,
  clock: Clock,
  log: Log,
): Promise<void> {
  let left
  do {
    left = await claimLeft(db, clock(), BATCH)
    await Promise.all(
      left.map((row) =>
        steps.advance(row, null).catch((error: unknown) => {
          log.error({ transactionNumber: row.transaction_number, err: error }, 'conversion.recovery_failed')
        }),
      ),
    )
  } while (left.length === BATCH)
}
