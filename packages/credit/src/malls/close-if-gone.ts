import type { Context } from '../context.ts'
import type { Malls } from '../credit-types.ts'
import type { AskMall } from './ask-mall.ts'
import { closeMall } from './close-mall.ts'

/** Closes a mall whose app is said to be gone, where Cafe24's own answer says it too. */
export function createCloseIfGone(context: Context, askMall: AskMall): Malls['closeIfGone'] {
  return async (mallId, problem) => {
    const asked = await askMall(mallId, 'open')
    // 403 is Cafe24's word for an app that is gone. A token may die early, which the next credit's call sees to by renewing it.
    if (!asked || asked.answer.ok || asked.answer.code !== 'forbidden') return false
    await closeMall(context, mallId, problem, asked.answer.message, asked.version)
    return true
  }
}
