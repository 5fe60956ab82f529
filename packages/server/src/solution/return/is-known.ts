import type { NewCredit } from '@pointpay/credit'
import { prepared } from '@pointpay/credit'
import { sql } from 'kysely'
import type { SolutionDb } from '../deps.ts'
import { askTogether } from './ask-together.ts'

/**
 * Whether the ledger has a media's transaction number. It is then a duplicate, whatever the caps are by now: a sender who missed
 * the 201 must not be told that nothing was credited.
 */
export type IsKnown = (credit: Pick<NewCredit, 'mediaCode' | 'transactionNumber'>) => Promise<boolean>

export function createIsKnown(db: SolutionDb): IsKnown {
  const ask = askTogether(async (keys) => {
    // Index: credit_credits_once. The same number may be of several media.
    const numbers = keys.map((key) => key.split(' ')[1])
    const { rows } = await sql<{ key: string }>`${prepared}
      select media_code || ' ' || transaction_number as key from credit_credits
      where transaction_number = any(${numbers}::text[])`.execute(db)
    return rows.map(({ key }) => key)
  })
  return ({ mediaCode, transactionNumber }) => ask(`${mediaCode} ${transactionNumber}`)
}
