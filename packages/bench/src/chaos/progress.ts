import { setTimeout as sleep } from 'node:timers/promises'
import type { Credits } from '@pointpay/credit'
import { startActor, type Actor } from './actor.ts'
import { pace } from './pace.ts'

export interface Progress extends Actor {
  /** Whether nothing has moved for so long that nothing will. */
  isStuck(): boolean
  /** Resolves once nothing is under way, or all is stuck. */
  settled(): Promise<void>
}

const LOOK_MS = 2_000
/**
 * How long the backlog may stand still before the run counts as stuck: by then the ledger has handed to a person what it could
 * not find out.
 */
const PATIENCE_MS = pace.reviewAfterMs + 60_000

/** Tells how many parts are not done, and notices where that no longer changes. */
export function startProgress(
  credits: Credits,
  databaseIsSteady: () => boolean,
  tell: (line: string) => void,
): Progress {
  const seen = { movedMs: performance.now(), counts: '', left: Infinity, looks: 0 }

  async function look(): Promise<void> {
    const counts = await countUnsettled(credits)
    const now = JSON.stringify(counts)
    if (now !== seen.counts) seen.movedMs = performance.now()
    seen.counts = now
    seen.left = Object.values(counts).reduce((sum, count) => sum + count, 0)
    seen.looks += 1
    tell(`left: ${seen.left} ${now}`)
  }

  const isStuck = () => performance.now() - seen.movedMs > PATIENCE_MS
  const actor = startActor(LOOK_MS, look, () => !databaseIsSteady())
  return {
    ...actor,
    isStuck,
    async settled() {
      // The look that is under way may be of a moment before.
      const enoughLooks = seen.looks + 2
      while ((seen.looks < enoughLooks || seen.left > 0) && !isStuck()) await sleep(LOOK_MS / 4)
    },
  }
}

/** Parts in states that are not done; those that Cafe24 refused are meant to stay. */
export async function countUnsettled(credits: Credits): Promise<Record<string, number>> {
  const { refused: _refused, ...rest } = await credits.ledger.counts()
  return rest
}
