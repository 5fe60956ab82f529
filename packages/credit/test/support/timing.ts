import type { Timing } from '../../src/index.ts'

/** The machine at a pace for tests; the proportions are those of the defaults. */
export const quick: Timing = {
  leaseMs: 4_000,
  peekMs: 30,
  settleMs: 400,
  confirmMs: 300,
  lookAgainMs: 100,
  reviewAfterMs: 60_000,
  retryMs: 20,
  retryMaxMs: 200,
  parkMs: 300,
  pollMs: 100,
  sweepMs: 300,
  refreshLeaseMs: 1_500,
}

/** How long the tests' client waits for Cafe24. */
export const quickTimeouts = { connectMs: 500, answerMs: 700 }
