import type { ConsentProblem } from '@pointpay/credit'
import type { SolutionOptions } from '../deps.ts'

/** Who pretends to be Cafe24 must not use up a mall's calls. */
const ASK_EVERY_MS = 60_000
const MOST_REMEMBERED = 10_000

export type Hint = Extract<ConsentProblem, 'app-removed' | 'app-expired'> | 'app-renewed'

/** Asks Cafe24 whether a hint is true. Where it is, an app that is gone closes the mall, and one that is back lets it go on. */
export type ConfirmHint = (mallId: string, hint: Hint) => Promise<void>

type ConfirmHintDeps = Pick<SolutionOptions, 'credits' | 'clock' | 'log'>

export function createConfirmHint({ credits, clock, log }: ConfirmHintDeps): ConfirmHint {
  const askedMs = new Map<string, number>()

  /** An app may be renewed within a minute of its end, so each way has its own turn. */
  function mayAsk(mallId: string, renewed: boolean): boolean {
    const key = `${mallId} ${renewed}`
    const nowMs = clock().getTime()
    if (nowMs - (askedMs.get(key) ?? -Infinity) < ASK_EVERY_MS) return false
    if (askedMs.size >= MOST_REMEMBERED) askedMs.clear()
    askedMs.set(key, nowMs)
    return true
  }

  return async (mallId, hint) => {
    const renewed = hint === 'app-renewed'
    if ((await credits.malls.isConsented(mallId)) === renewed || !mayAsk(mallId, renewed)) return
    const isTrue = await (renewed ? credits.malls.reopen(mallId) : credits.malls.closeIfGone(mallId, hint))
    log.info({ mallId, hint, isTrue }, 'webhook.checked')
  }
}
