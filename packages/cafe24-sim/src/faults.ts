import * as z from 'zod'

/** What may go wrong, each with its share of calls (0 to 1). Decided once a call, at most one a call. */
const rateNames = [
  'dropAfterApply',
  'dropBeforeApply',
  'error500After',
  'error500Before',
  'error503After',
  'error503Before',
  'error504After',
  'error504Before',
  'tooMany',
  'expiredToken',
  'slow',
  'html',
  'truncated',
] as const
export type FaultName = (typeof rateNames)[number]

const rate = z.number().min(0).max(1)
const delay = z.number().min(0).max(600_000)

export const faultsSchema = z.strictObject({
  seed: z.number().int().optional(),
  /** One mall; left out: all. */
  mall_id: z.string().optional(),
  rates: z
    .strictObject(
      Object.fromEntries(rateNames.map((name) => [name, rate.optional()])) as Record<
        FaultName,
        z.ZodOptional<typeof rate>
      >,
    )
    .default({}),
  slowMs: delay.default(5000),
  /** Added to every answer. */
  latencyMs: delay.optional(),
  /** New rows show up in GET points only so much later. */
  visibilityDelayMs: z.union([delay, z.strictObject({ min: delay, max: delay })]).default(0),
  /** Connections are dropped at once. */
  down: z.boolean().default(false),
  /** Share of refreshes that are carried out and whose answer is lost. */
  tokenAnswerDrop: rate.default(0),
})
export type Faults = z.infer<typeof faultsSchema>

/** The faults in force, and the seeded dice that decide. */
export interface FaultPlan {
  set(faults: Faults): void
  clear(): void
  current(): Faults[]
  /** The fault of this call, or null. Faults of the mall's own go before those of all. */
  roll(mallId: string): { fault: FaultName | null; down: boolean; latencyMs: number; slowMs: number }
  losesTokenAnswer(mallId: string): boolean
  /** How much later a row of this mall becomes visible, in ms. */
  visibilityDelayMs(mallId: string): number
}

export function createFaultPlan(latencyMs: number): FaultPlan {
  const plans = new Map<string, { faults: Faults; next: () => number }>()
  const planOf = (mallId: string) => plans.get(mallId) ?? plans.get('')
  return {
    set(faults) {
      plans.set(faults.mall_id ?? '', { faults, next: seededRandom(faults.seed ?? 1) })
    },
    clear: () => plans.clear(),
    current: () => [...plans.values()].map((plan) => plan.faults),
    roll(mallId) {
      const plan = planOf(mallId)
      if (!plan) return { fault: null, down: false, latencyMs, slowMs: 0 }
      const { faults, next } = plan
      let dice = next()
      let fault: FaultName | null = null
      for (const name of rateNames) {
        dice -= faults.rates[name] ?? 0
        if (dice >= 0) continue
        fault = name
        break
      }
      return { fault, down: faults.down, latencyMs: faults.latencyMs ?? latencyMs, slowMs: faults.slowMs }
    },
    losesTokenAnswer(mallId) {
      const plan = planOf(mallId)
      return plan !== undefined && plan.next() < plan.faults.tokenAnswerDrop
    },
    visibilityDelayMs(mallId) {
      const plan = planOf(mallId)
      if (!plan) return 0
      const wanted = plan.faults.visibilityDelayMs
      return typeof wanted === 'number' ? wanted : wanted.min + plan.next() * (wanted.max - wanted.min)
    },
  }
}

/** mulberry32: a small seeded generator of numbers in [0, 1), good enough for dice. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
