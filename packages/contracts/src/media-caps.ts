import type { Krw } from './ids.ts'

/**
 * The caps of a new media unless somebody sets others. Nothing but its address protects the RETURN URL of PointPay's own
 * popup, so they are what a leaked address can cost.
 *
 * One conversion rarely passes some 100,000 KRW; the cap for a call is for a mistaken digit.
 */
export const DEFAULT_CAP_PER_CALL = 3_000_000 as Krw
/** KRW. Some hundred conversions of a usual size. */
export const DEFAULT_CAP_PER_DAY = 30_000_000 as Krw
