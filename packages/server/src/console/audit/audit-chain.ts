import { createHash } from 'node:crypto'

/** A line of the audit trail as the chain binds it. */
export interface ChainedLine {
  /** From 1, without gaps. */
  line: number
  at: Date
  by: string
  action: string
  mediaCode: string | null
  subject: string | null
  outcome: string
  /** JSON, as it is stored. */
  changes: string | null
}

/** What stands before the first line. */
export const CHAIN_START = ''

/**
 * SHA-256 over the line before, by its hash, and everything in this one: whoever alters, removes or inserts a line must alter
 * all that follow. Never changes: lines of every version are checked by it.
 */
export function hashOfLine(
  before: string,
  { line, at, by, action, mediaCode, subject, outcome, changes }: ChainedLine,
): string {
  const content = [before, line, at.toISOString(), by, action, mediaCode, subject, outcome, changes]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
