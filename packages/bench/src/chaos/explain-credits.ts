import type { OpenCredits } from './open-credits.ts'
import type { Movement } from './simulated-cafe24.ts'

/** Of so many credits; a run with more has one cause. */
const MAX_EXPLAINED = 20

/** What the ledger wrote down of credits that are not as they should be, and all rows of their members: enough to see why. */
export async function explainCredits(
  { credits, store }: OpenCredits,
  numbers: readonly string[],
  movements: readonly Movement[],
): Promise<string[]> {
  const explanations = [...new Set(numbers)].slice(0, MAX_EXPLAINED).map(async (transactionNumber) => {
    const credit = await credits.ledger.byTransaction('chaos', transactionNumber)
    if (!credit) return `${transactionNumber} is no credit`
    const history = await store.db
      .selectFrom('credit_history')
      .select(['at', 'part_id', 'subject', 'from_state', 'to_state', 'event', 'reason', 'by'])
      .where('credit_id', '=', Number(credit.id))
      .orderBy('id')
      .execute()
    const { client_secret_sealed: _secret, ...mall } = await store.db
      .selectFrom('credit_malls')
      .selectAll()
      .where('mall_id', '=', credit.mallId)
      .executeTakeFirstOrThrow()
    const rows = movements.filter(
      ({ mall_id, member_id }) => mall_id === credit.mallId && member_id === credit.memberId,
    )
    return [
      `EVIDENCE ${transactionNumber}: ${credit.amount} to ${credit.memberId} in shop ${credit.shopNo} of ${credit.mallId}, ${credit.state}`,
      `  mall ${JSON.stringify(mall)}`,
      ...history.map(({ at, ...line }) => `  ledger ${at.toISOString()} ${JSON.stringify(line)}`),
      ...rows.map((row) => `  cafe24 ${JSON.stringify(row)}`),
    ].join('\n')
  })
  return Promise.all(explanations)
}

/** The credits that have a part which is not done, and was not refused for good. */
export async function unsettledNumbers({ store }: OpenCredits): Promise<string[]> {
  const rows = await store.db
    .selectFrom('credit_parts')
    .innerJoin('credit_credits', 'credit_credits.id', 'credit_parts.credit_id')
    .select('credit_credits.transaction_number')
    .where('credit_parts.state', 'not in', ['credited', 'refused', 'abandoned'])
    .execute()
  return rows.map((row) => row.transaction_number)
}
