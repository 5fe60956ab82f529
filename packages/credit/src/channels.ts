/** PostgreSQL's notification channels of this package. Each is a hint: who misses one finds the work by itself, later. */
export const channels = {
  /** A mall may be claimed sooner than the workers think. No payload. */
  work: 'credit_work',
  /** A credit was accepted inside a caller's transaction. Payload: its mall. */
  accepted: 'credit_accepted',
  /** A credit's or a cancel's state changed. Payload: a `CreditChange`. */
  change: 'credit_change',
} as const
