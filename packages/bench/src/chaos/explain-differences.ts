import type { OpenCredits } from './open-credits.ts'
import type { Movement } from './simulated-cafe24.ts'
import type { Difference } from './verdict.ts'

/** Of so many differences; a run with more has one cause. */
const MAX_EXPLAINED = 20

/** What the ledger wrote down of each credit that differs, and all rows of its member: enough to see how it came about. */
export async function explainDifferences(
  { credits, store }: OpenCredits,
  differences: readonly Difference[],
  movements: readonly Movement[],
): Promise<string[]> {
  const numbers = new Set(differences.flatMap(({ transactionNumber }) => transactionNumber ?? []))
  const explanations = [...numbers].slice(0, MAX_EXPLAINED).map(async (transactionNumber) => {
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
