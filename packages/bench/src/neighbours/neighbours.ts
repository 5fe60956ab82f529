import { setTimeout as sleep } from 'node:timers/promises'
import { interleave } from '../measure/interleave.ts'
import type { BenchReport, Figure } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { hostilities } from './hostile.ts'
import { createInnocent, type Probe, probes } from './innocent.ts'
import { startNeighbourhood } from './neighbourhood.ts'

const SECONDS = 6
/** For a hostility to come to its height, and to be over again. */
const SETTLE_MS = 1_000
const WARM_UP_SECONDS = 5
const RATIO_GOAL = 2

type Situation = 'quiet' | keyof typeof hostilities
const situations = ['quiet', ...Object.keys(hostilities)] as Situation[]

/** How much slower one media's popup, RETURN URL and console become by what another media does. */
export async function benchNeighbours({ rounds }: { rounds: number }): Promise<BenchReport> {
  const neighbourhood = await startNeighbourhood()
  try {
    const innocent = await createInnocent(neighbourhood)
    await innocent.measure(WARM_UP_SECONDS)
    const measured = await interleave(situations, rounds, async (situation) => {
      const end = situation === 'quiet' ? null : await hostilities[situation](neighbourhood)
      await sleep(SETTLE_MS)
      const times = await innocent.measure(SECONDS)
      await end?.()
      await sleep(SETTLE_MS)
      return times
    })
    const p99 = (situation: Situation, probe: Probe) =>
      percentile(
        measured[situation].flatMap((times) => times[probe]),
        99,
      )
    return {
      bench: 'neighbours',
      method:
        `An innocent media's popup sessions, RETURN URL calls and console pages at a steady rate, alone and beside each hostile ` +
        `neighbour by turns, ${rounds} rounds of ${SECONDS} s; one service process on PostgreSQL, its callers on the same ` +
        `machine. Each figure is the p99 beside the neighbour over the p99 alone.`,
      figures: probes.flatMap((probe): Figure[] => [
        { name: `${probe}, p99`, subject: 'quiet', value: p99('quiet', probe), unit: 'ms' },
        ...situations
          .filter((situation) => situation !== 'quiet')
          .map((situation): Figure => {
            const ratio = p99(situation, probe) / p99('quiet', probe)
            return {
              name: probe,
              subject: situation,
              value: ratio,
              unit: '×',
              goal: { text: `≤ ${RATIO_GOAL} × quiet`, met: ratio <= RATIO_GOAL },
            }
          }),
      ]),
    }
  } finally {
    await neighbourhood.close()
  }
}
