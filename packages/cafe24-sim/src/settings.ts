import * as z from 'zod'

/** What `PUT /_sim/settings` changes; kept in memory only. */
export const settingsSchema = z.strictObject({
  /** ms after load until the storefront's script asks who the member is. */
  memberDelayMs: z.number().min(0).max(600_000),
  coop: z.enum(['same-origin', 'same-origin-allow-popups']).nullable(),
  csp: z.boolean(),
  /** Depth and leak of the buckets (facts: 40 deep, 2 a second). */
  bucketSize: z.number().int().min(1).max(1_000_000),
  bucketLeakPerSecond: z.number().min(0.1).max(100_000),
})
export type SimulatorSettings = z.infer<typeof settingsSchema>

export const defaultSettings: SimulatorSettings = {
  memberDelayMs: 300,
  coop: null,
  csp: false,
  bucketSize: 40,
  bucketLeakPerSecond: 2,
}
