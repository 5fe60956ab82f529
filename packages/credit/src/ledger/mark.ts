import { createHash } from 'node:crypto'

/** Crockford's base32: no I, L, O or U, so that people can read a mark aloud. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/**
 * 50 bits. Marks are compared within one member's rows only, so two that are equal by chance would also have to be one
 * member's, of one amount.
 */
const LENGTH = 10

/**
 * A short name for a credit, always the same one. It opens Cafe24's `reason`, so that it survives where Cafe24 cuts the reason
 * off.
 *
 * @example markOf({ mallId: 'mymall', mediaCode: 'shop', transactionNumber: 'ME2021121733235510625855' }) // 10 letters
 */
export function markOf(credit: { mallId: string; mediaCode: string; transactionNumber: string }): string {
  const named = JSON.stringify([credit.mallId, credit.mediaCode, credit.transactionNumber])
  const hash = createHash('sha256').update(named).digest()
  // Each byte gives the 5 bits that one letter holds; 256 is a multiple of 32, so every letter is as likely.
  return Array.from(hash.subarray(0, LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('')
}
