/**
 * The intervals of the ledger, in ms. Cafe24 documents none of them; the defaults lean to the safe side, and tests and the
 * chaos run shorten them.
 */
export interface Timing {
  /** How long an attempt may be out before it counts as lost with its worker. Longer than the call's time-outs together. */
  leaseMs: number
  /** From an attempt's unclear end to the first look into the books: what is found then is found. */
  peekMs: number
  /** From an attempt's unclear end until the books' silence begins to mean something. */
  settleMs: number
  /** Between two silences that together mean "not applied". */
  confirmMs: number
  /** Between looks that told nothing, growing by half each time up to ten times this. */
  lookAgainMs: number
  /** From then on, an unclear part that could not be settled is a person's. */
  reviewAfterMs: number
  /** First retry of what was surely not applied; doubles up to `retryMaxMs`, half of it jitter. */
  retryMs: number
  retryMaxMs: number
  /** How long a part behind another of its member is left alone, where nothing brings it forward. */
  parkMs: number
  /** How often a worker looks for work that no notification told it of. */
  pollMs: number
  /** How often all malls are checked for work whose wake-up was lost with its process. */
  sweepMs: number
  /** A refresh whose process has not answered for so long is taken over. */
  refreshLeaseMs: number
}

/** A claim that began longer ago than this share of its lease is handed back: its call might outlive the lease. */
export const START_BY = 0.3

/** @throws {Error} where a call could outlive its lease, and be made again while it is still under way. */
export function checkLease({ leaseMs }: Timing, longestCallMs: number): void {
  const leastMs = Math.ceil(longestCallMs / (1 - START_BY))
  if (leaseMs >= leastMs) return
  throw new Error(
    `timing.leaseMs is ${leaseMs}: a call of Cafe24 may take ${longestCallMs} ms, so it must be ${leastMs} or more`,
  )
}

export const defaultTiming: Timing = {
  leaseMs: 45_000,
  peekMs: 2_000,
  settleMs: 30_000,
  confirmMs: 30_000,
  lookAgainMs: 30_000,
  reviewAfterMs: 24 * 3_600_000,
  retryMs: 1_000,
  retryMaxMs: 5 * 60_000,
  parkMs: 30_000,
  pollMs: 1_000,
  sweepMs: 5_000,
  refreshLeaseMs: 60_000,
}
