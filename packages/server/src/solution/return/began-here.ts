import type { TransactionNumber } from '@pointpay/contracts'
import { prepared } from '@pointpay/credit'
import { sql } from 'kysely'
import type { SolutionDb } from '../deps.ts'
import { askTogether } from './ask-together.ts'

/** Whether a transaction number is one of our own pointhub's conversions. */
export function createBeganHere(db: SolutionDb): (number: TransactionNumber) => Promise<boolean> {
  return askTogether(async (numbers) => {
    // By the primary key.
    const { rows } = await sql<{ transaction_number: string }>`${prepared}
      select transaction_number from pointhub_conversion where transaction_number = any(${numbers}::text[])`.execute(
      db,
    )
    return rows.map((row) => row.transaction_number)
  })
}
