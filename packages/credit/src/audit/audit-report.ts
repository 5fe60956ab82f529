export interface AuditReport {
  mallId: string
  from: Date
  to: Date
  /** Parts of the ledger that were looked for. */
  compared: number
  /** Null: the point history could not be read; `problem` says why. */
  differences: AuditDifference[] | null
  problem: string | null
}

export type AuditDifference =
  /** The ledger says applied; Cafe24's point history does not hold it. */
  | { kind: 'missing'; creditId: string; tag: string; amount: number }
  /** Cafe24's point history holds it more than once, through the API or by hand. */
  | { kind: 'repeated'; creditId: string; tag: string; amount: number; times: number }
  /** Cafe24's point history holds it with another amount. */
  | { kind: 'amount-differs'; creditId: string; tag: string; amount: number; found: number }
  /** Cafe24's point history holds it under another member. */
  | { kind: 'other-member'; creditId: string; tag: string; amount: number }
  /** Cafe24's point history holds it in another shop of the mall. */
  | { kind: 'other-shop'; creditId: string; tag: string; amount: number; shopNo: number }
  /** Cafe24's point history holds it; the ledger says that it never went out or was refused. */
  | { kind: 'unexpected'; creditId: string; tag: string; amount: number }
  /** A row in our words that the ledger does not know. */
  | { kind: 'unknown-line'; reason: string; amount: number }
