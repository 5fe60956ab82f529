/**
 * The intervals of the ledger, in ms. Cafe24 documents none of them; the defaults lean to the safe side, and tests and the
 * chaos run shorten them.
 */
export interface Timing {
  /** How long an attempt may be out before it counts as lost with its worker. Longer than the call's time-outs together. */
  leaseMs: number
  /** From an attempt's unclear end to the first check of the point history: what is found then is found. */
  firstCheckMs: number
  /**
   * From an attempt's unclear end until absence from the point history begins to count, where a witness shows that the reading
   * works. Never less, however fast the mall's rows have shown up so far.
   */
  quietPeriodMs: number
  /** The same where there is no witness, and at most: after it, waiting longer proves no more. */
  quietMallMs: number
  /** The same after a 202: Cafe24 accepted the call and carries it out later. */
  acceptedMs: number
  /** Between two readings that together mean "not applied". */
  recheckMs: number
  /** Between checks that proved nothing, growing by half each time up to ten times this. */
  checkAgainMs: number
  /** From then on, an unclear part that could not be settled is a person's. */
  reviewAfterMs: number
  /** A part that was tried so long ago is looked for before it is tried again: somebody may have given the points by hand. */
  byHandMs: number
  /** How often a mall's visibility is measured at most: one more reading or a few each. */
  visibilityEveryMs: number
  /** First retry of what was surely not applied; doubles up to `retryMaxMs`, half of it jitter. */
  retryMs: number
  retryMaxMs: number
  /** Longest pause between probes of a mall that does not answer. */
  probeMaxMs: number
  /**
   * From Cafe24's first word that a mall or its app is gone until the same word again closes the mall. Mistakes that last
   * longer are mended by `reopenEveryMs`.
   */
  confirmGoneMs: number
  /** How often a closed mall is tried again by itself. */
  reopenEveryMs: number
  /** How often a worker counts the store's heartbeat up: so much may be lost before it is noticed. */
  heartbeatMs: number
  /** How often a worker looks for work that no notification told it of. */
  pollMs: number
  /** How often all malls are checked for work whose wake-up was lost with its process. */
  sweepMs: number
  /** A refresh whose process has not answered for so long is taken over. */
  refreshLeaseMs: number
}

/** A claim that began longer ago than this share of its lease is handed back: its call might outlive the lease. */
export const CLAIM_DEADLINE_SHARE = 0.3

/** @throws {Error} where a call could outlive its lease, and be made again while it is still under way. */
export function checkLease({ leaseMs }: Timing, longestCallMs: number): void {
  const leastMs = Math.ceil(longestCallMs / (1 - CLAIM_DEADLINE_SHARE))
  if (leaseMs >= leastMs) return
  throw new Error(
    `timing.leaseMs is ${leaseMs}: a call of Cafe24 may take ${longestCallMs} ms, so it must be ${leastMs} or more`,
  )
}

export const defaultTiming: Timing = {
  leaseMs: 45_000,
  firstCheckMs: 2_000,
  quietPeriodMs: 5 * 60_000,
  quietMallMs: 30 * 60_000,
  acceptedMs: 60 * 60_000,
  recheckMs: 60_000,
  checkAgainMs: 30_000,
  reviewAfterMs: 24 * 3_600_000,
  byHandMs: 10_000,
  visibilityEveryMs: 10 * 60_000,
  retryMs: 1_000,
  retryMaxMs: 5 * 60_000,
  probeMaxMs: 60_000,
  confirmGoneMs: 5_000,
  reopenEveryMs: 60 * 60_000,
  heartbeatMs: 500,
  pollMs: 1_000,
  sweepMs: 5_000,
  refreshLeaseMs: 60_000,
}
