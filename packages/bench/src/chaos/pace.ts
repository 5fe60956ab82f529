import type { Timing } from '@pointpay/credit'

/**
 * The ledger at a faster pace than in production, in proportions that fit the faults (`faults.ts`): a row may come 4 s late and
 * show up 3 s after that. So silence counts after 9 s, and after a 202 later still.
 */
export const pace = {
  leaseMs: 10_000,
  firstCheckMs: 500,
  quietPeriodMs: 9_000,
  quietMallMs: 15_000,
  acceptedMs: 12_000,
  recheckMs: 2_000,
  checkAgainMs: 500,
  reviewAfterMs: 30 * 60_000,
  byHandMs: 5_000,
  visibilityEveryMs: 20_000,
  retryMs: 200,
  retryMaxMs: 3_000,
  probeMaxMs: 3_000,
  confirmGoneMs: 2_000,
  reopenEveryMs: 20_000,
  pollMs: 500,
  sweepMs: 2_000,
  refreshLeaseMs: 8_000,
} satisfies Partial<Timing>

export const callTimeouts = { connectMs: 1_000, answerMs: 2_000 }
