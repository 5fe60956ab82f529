import type { Outcome } from '../cafe24/outcome.ts'
import type { Context } from '../context.ts'
import type { createReadToken, OfWhichMall } from '../tokens/read-token.ts'
import { databaseNow } from '../store/database-now.ts'
import { takeCall } from './take-call.ts'

/** `version`: of the token that was answered. Null: there is no token to ask with. */
export type AskMall = (
  mallId: string,
  ofWhich: OfWhichMall,
) => Promise<{ answer: Outcome<unknown>; version: number } | null>

/**
 * Asks Cafe24 whether it still answers for a mall, within the mall's budget: for the 적립금 of this very day, which any consent
 * allows and nothing is done with.
 */
export function createAskMall(context: Context, readToken: ReturnType<typeof createReadToken>): AskMall {
  return async (mallId, ofWhich) => {
    const { result, version } = await readToken(mallId, ofWhich)
    if (result.kind !== 'token') return null
    const hindered = await takeCall(context, mallId)
    if (hindered) return { answer: hindered, version }
    const now = await databaseNow(context.db)
    const access = { mallId, accessToken: result.accessToken }
    return { answer: await context.cafe24.pointsPage(access, { from: now, to: now }, 0), version }
  }
}
