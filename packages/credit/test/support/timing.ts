import type { Timing } from '../../src/index.ts'

/** The machine at a pace for tests; the proportions are those of the defaults. */
export const quick: Timing = {
  leaseMs: 4_000,
  firstCheckMs: 30,
  quietPeriodMs: 600,
  quietMallMs: 1_200,
  acceptedMs: 1_800,
  recheckMs: 200,
  checkAgainMs: 100,
  reviewAfterMs: 60_000,
  byHandMs: 5_000,
  visibilityEveryMs: 60_000,
  retryMs: 20,
  retryMaxMs: 200,
  probeMaxMs: 200,
  confirmGoneMs: 150,
  reopenEveryMs: 60_000,
  heartbeatMs: 100,
  pollMs: 100,
  sweepMs: 300,
  refreshLeaseMs: 1_500,
}

/** How long the tests' client waits for Cafe24. */
export const quickTimeouts = { connectMs: 500, answerMs: 700 }
