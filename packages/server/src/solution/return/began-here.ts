import type { TransactionNumber } from '@pointpay/contracts'
import { prepared } from '@pointpay/credit'
import { sql } from 'kysely'
import type { SolutionDb } from '../deps.ts'

/** Whether a transaction number is one of our own pointhub's conversions. Calls of the same moment share a query. */
export function createBeganHere(db: SolutionDb): (number: TransactionNumber) => Promise<boolean> {
  let next: { numbers: TransactionNumber[]; known: Promise<Set<string>> } | null = null

  async function look(numbers: readonly TransactionNumber[]): Promise<Set<string>> {
    await new Promise((resolve) => setImmediate(resolve))
    next = null
    // By the primary key.
    const { rows } = await sql<{ transaction_number: string }>`${prepared}
      select transaction_number from pointhub_conversion where transaction_number = any(${numbers}::text[])`.execute(
      db,
    )
    return new Set(rows.map((row) => row.transaction_number))
  }

  return async (number) => {
    if (!next) {
      const numbers: TransactionNumber[] = []
      next = { numbers, known: look(numbers) }
    }
    next.numbers.push(number)
    return (await next.known).has(number)
  }
}
