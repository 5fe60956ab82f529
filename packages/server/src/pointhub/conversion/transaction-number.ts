import type { TransactionNumber } from '@pointpay/contracts'
import type { Random } from '../deps.ts'
import { kstDigits } from '../kst.ts'

const DIGITS = 8

/**
 * `ME`, the KST time to the second, and 8 random digits, in the form of the guide's `ME2021121733235510625855`. Two of one
 * second meet once in 100 million; the primary key refuses the second, and the caller draws again.
 */
export function newTransactionNumber(now: Date, random: Random): TransactionNumber {
  const draw = Buffer.from(random(6)).readUIntBE(0, 6) % 10 ** DIGITS
  return `ME${kstDigits(now)}${String(draw).padStart(DIGITS, '0')}` as TransactionNumber
}
