import type { MediaCode, TransactionNumber } from '@pointpay/contracts'
import type { Credit, Ledger } from '@pointpay/credit'
import type { PointhubConversion, PointhubForConsole } from '../ports.ts'

/** A transaction as both halves know it; at least one does. */
export type OneConversion =
  | { credit: Credit; conversion: PointhubConversion | null }
  | { credit: null; conversion: PointhubConversion }

export async function findOne(
  ledger: Pick<Ledger, 'byTransaction'>,
  pointhub: PointhubForConsole,
  mediaCode: MediaCode,
  transactionNumber: TransactionNumber,
): Promise<OneConversion | null> {
  const [credit, conversion] = await Promise.all([
    ledger.byTransaction(mediaCode, transactionNumber),
    pointhub.conversionOf(mediaCode, transactionNumber),
  ])
  if (credit) return { credit, conversion }
  return conversion ? { credit: null, conversion } : null
}
