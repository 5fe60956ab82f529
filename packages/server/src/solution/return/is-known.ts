import type { NewCredit } from '@pointpay/credit'
import type { SolutionDb } from '../deps.ts'

/**
 * Whether the ledger has the transaction number. It is then a duplicate, whatever the caps are by now: a sender who missed
 * the 201 must not be told that nothing was credited.
 */
export async function isKnown(
  db: SolutionDb,
  { mediaCode, transactionNumber }: Pick<NewCredit, 'mediaCode' | 'transactionNumber'>,
): Promise<boolean> {
  const known = await db
    .selectFrom('credit_credits')
    .select('id')
    .where('transaction_number', '=', transactionNumber)
    .where('media_code', '=', mediaCode)
    .executeTakeFirst()
  return known !== undefined
}
