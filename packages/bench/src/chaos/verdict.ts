import type { PlannedCredit } from './plan.ts'
import type { Movement } from './simulated-cafe24.ts'

const PART = 1_000_000

export interface Verdict {
  appliedOnce: number
  refusedUntouched: number
  cancelledOnce: number
  /** A sentence for each difference between what was promised and what the simulator's books hold. */
  differences: string[]
}

/** Holds the simulator's own books against what was promised. `cancels`: transaction numbers whose cancel was accepted. */
export function judge(
  plan: readonly PlannedCredit[],
  cancels: ReadonlySet<string>,
  movements: readonly Movement[],
): Verdict {
  const byTag = Map.groupBy(movements, ({ reason }) => / (ME\d+)/.exec(reason)?.[1] ?? '')
  const verdict: Verdict = { appliedOnce: 0, refusedUntouched: 0, cancelledOnce: 0, differences: [] }
  for (const { credit, refused } of plan) {
    const lines = byTag.get(credit.transactionNumber) ?? []
    byTag.delete(credit.transactionNumber)
    const problems = [
      ...compare('increase', refused ? [] : partsOf(credit.amount), lines),
      ...compare('decrease', cancels.has(credit.transactionNumber) ? partsOf(credit.amount) : [], lines),
    ]
    if (problems.length > 0) {
      verdict.differences.push(`${credit.transactionNumber} in ${credit.mallId}: ${problems.join('; ')}`)
    } else if (refused) verdict.refusedUntouched += 1
    else {
      verdict.appliedOnce += 1
      if (cancels.has(credit.transactionNumber)) verdict.cancelledOnce += 1
    }
  }
  for (const [tag, lines] of byTag)
    verdict.differences.push(`${tag || lines[0]?.reason}: nobody asked for it`)
  return verdict
}

function partsOf(amount: number): number[] {
  const whole = Array.from({ length: Math.floor(amount / PART) }, () => PART)
  return amount % PART === 0 ? whole : [...whole, amount % PART]
}

function compare(type: Movement['type'], expected: number[], lines: readonly Movement[]): string[] {
  const found = lines.filter((line) => line.type === type).map(({ amount }) => Number(amount))
  const same = found.length === expected.length && sorted(found) === sorted(expected)
  return same
    ? []
    : [`${type} ${expected.join('+') || 'nothing'} was promised, ${found.join('+') || 'nothing'} is there`]
}

const sorted = (amounts: number[]) => amounts.toSorted((a, b) => a - b).join()
