import { seededRandom } from './dice.ts'
import { noFaults, rateNames, type DelayOrRange, type FaultName, type Faults } from './schema.ts'

/** Seed of faults that name none. */
export const DEFAULT_SEED = 1

/** The faults in force, and the seeded dice that decide. */
export interface FaultPlan {
  set(faults: Faults): void
  clear(): void
  current(): Faults[]
  /** What is in force for a mall. Faults of the mall's own go before those of all. */
  of(mallId: string): Faults
  /** The fault of this call, or null. */
  roll(mallId: string): { fault: FaultName | null; down: boolean; latencyMs: number; slowMs: number }
  losesTokenAnswer(mallId: string): boolean
  refusesRefresh(mallId: string): boolean
  /** How much later a row of this mall becomes visible, in ms. */
  visibilityDelayMs(mallId: string): number
  /** How much later a call is carried out that was not carried out at once, in ms. */
  lateMs(mallId: string): number
}

export function createFaultPlan(latencyMs: number): FaultPlan {
  const plans = new Map<string, { faults: Faults; next: () => number }>()
  const planOf = (mallId: string) => plans.get(mallId) ?? plans.get('')
  const pickDelay = (mallId: string, delayOf: (faults: Faults) => DelayOrRange) => {
    const plan = planOf(mallId)
    if (!plan) return 0
    const wanted = delayOf(plan.faults)
    return typeof wanted === 'number' ? wanted : wanted.min + plan.next() * (wanted.max - wanted.min)
  }
  return {
    set(faults) {
      plans.set(faults.mall_id ?? '', { faults, next: seededRandom(faults.seed ?? DEFAULT_SEED) })
    },
    clear: () => plans.clear(),
    current: () => [...plans.values()].map((plan) => plan.faults),
    of: (mallId) => planOf(mallId)?.faults ?? noFaults,
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
    refusesRefresh(mallId) {
      const plan = planOf(mallId)
      // Rolled only where it is on: a seed from before this fault keeps deciding the same calls.
      return plan !== undefined && plan.faults.refreshRefused > 0 && plan.next() < plan.faults.refreshRefused
    },
    visibilityDelayMs: (mallId) => pickDelay(mallId, (faults) => faults.visibilityDelayMs),
    lateMs: (mallId) => pickDelay(mallId, (faults) => faults.lateMs),
  }
}
