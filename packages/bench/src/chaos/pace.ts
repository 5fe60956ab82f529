import type { Timing } from '@pointpay/credit'

/**
 * The machine at a faster pace than in production, in the same proportions: an attempt's lease outlasts its time-outs, and
 * the books' silence counts only after rows that come late (3 s here) have come.
 */
export const pace = {
  leaseMs: 10_000,
  peekMs: 500,
  settleMs: 5_000,
  confirmMs: 2_000,
  lookAgainMs: 1_000,
  reviewAfterMs: 30 * 60_000,
  retryMs: 200,
  retryMaxMs: 3_000,
  parkMs: 2_000,
  pollMs: 500,
  sweepMs: 2_000,
  refreshLeaseMs: 8_000,
} satisfies Partial<Timing>

export const callTimeouts = { connectMs: 1_000, answerMs: 2_000 }

/** What Cafe24 does to its calls: 5 % of answers dropped after applying, 500, 503 and 504 after and before it 2 % each. */
export const faultRates = {
  dropAfterApply: 0.05,
  error500After: 0.02,
  error500Before: 0.02,
  error503After: 0.02,
  error503Before: 0.02,
  error504After: 0.02,
  error504Before: 0.02,
  tooMany: 0.02,
  expiredToken: 0.01,
  slow: 0.02,
}
export const slowMs = 3_500
export const visibilityDelayMs = { min: 0, max: 3_000 }
