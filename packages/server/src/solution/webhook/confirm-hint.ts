import type { ConsentProblem } from '@pointpay/credit'
import type { SolutionOptions } from '../deps.ts'

/** Who pretends to be Cafe24 must not use up a mall's calls. */
const ASK_EVERY_MS = 60_000
const MOST_REMEMBERED = 10_000

/** Asks Cafe24 whether a hint is true, with a call that any consent allows, and closes the mall where it is. */
export type ConfirmHint = (mallId: string, problem: ConsentProblem) => Promise<void>

type ConfirmHintDeps = Pick<SolutionOptions, 'credits' | 'cafe24' | 'clock' | 'log'>

export function createConfirmHint({ credits, cafe24, clock, log }: ConfirmHintDeps): ConfirmHint {
  const askedMs = new Map<string, number>()

  function mayAsk(mallId: string): boolean {
    const nowMs = clock().getTime()
    if (nowMs - (askedMs.get(mallId) ?? -Infinity) < ASK_EVERY_MS) return false
    if (askedMs.size >= MOST_REMEMBERED) askedMs.clear()
    askedMs.set(mallId, nowMs)
    return true
  }

  return async (mallId, problem) => {
    if (!(await credits.malls.isConsented(mallId)) || !mayAsk(mallId)) return
    const token = await credits.malls.access(mallId)
    if (token.kind !== 'token') return
    const now = clock()
    const answer = await cafe24.pointsPage(
      { mallId, accessToken: token.accessToken },
      { from: now, to: now },
      0,
    )
    // 403 is Cafe24's word for an app that is gone. A token may die early, which the next credit's call sees to by renewing it.
    const isTrue = !answer.ok && answer.code === 'forbidden'
    if (isTrue) await credits.malls.withdraw(mallId, problem, answer.message)
    log.info({ mallId, problem, isTrue }, 'webhook.checked')
  }
}
