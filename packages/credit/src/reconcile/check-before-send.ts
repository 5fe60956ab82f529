import type { AnswerHeaders, Failure } from '../cafe24/outcome.ts'
import type { Context } from '../context.ts'
import type { PartEvent } from '../ledger/apply-events.ts'
import { retryInMs } from '../worker/retry.ts'
import { judgeHistory, whyNoEvidence, type SoughtPart } from './judge-history.ts'
import type { ReadHistoryOf } from './read-history-of.ts'
import { decisiveEvent } from './reconcile-part.ts'

export interface UnsentPart extends SoughtPart {
  mall_id: string
  state: string
  attempts: number
  unclear_code: string | null
  last_code: string | null
  /**
   * Its mall does not answer, and a reading does no harm where its answer is lost; or it was accepted before an interruption
   * ended, in which somebody may have acted by hand; or the store went back in time.
   */
  check_first: boolean
  /** The database's time as of the claim. */
  now: Date
}

/** Ends of an attempt after which the next one mostly follows within a second or two: nobody acts by hand meanwhile. */
const followedAtOnce = new Set(['too-many-calls', 'token-refused', 'handed-back'])

/**
 * Whether a part must be looked for before it is sent, since somebody may have given its points by hand. Not if nothing went
 * wrong on its way: its latency counts, and a queue that waits only for Cafe24's rate would take twice as long. A deduction is
 * looked for unless a cancel has just done so.
 */
export function needsCheck({ timing }: Pick<Context, 'timing'>, part: UnsentPart): boolean {
  if (part.check_first || part.unclear_code !== null) return true
  if (part.direction === 'decrease' && part.decided_at === null) return true
  const agedMs = part.now.getTime() - (part.decided_at ?? part.created_at).getTime()
  return part.attempts > 0 && (!followedAtOnce.has(part.last_code ?? '') || agedMs > timing.byHandMs)
}

export type CheckBeforeSend =
  | { kind: 'send'; headers: AnswerHeaders }
  /** Nothing is sent: it is there already, a person must look, or its history could not be read. */
  | {
      kind: 'stop'
      event: Omit<PartEvent, 'creditId' | 'partId'>
      headers: AnswerHeaders
      failure: Failure | null
    }

/** Reads the member's history for rows that say that a part was given, or taken, without us. */
export async function checkBeforeSend(
  context: Context,
  part: UnsentPart,
  read: ReadHistoryOf,
): Promise<CheckBeforeSend> {
  const reading = await read({
    mallId: part.mall_id,
    shopNo: part.shop_no,
    memberId: part.member_id,
    since: part.created_at,
    now: part.now,
  })
  const { headers, failure } = reading
  const isExposed = part.unclear_code !== null || part.direction === 'decrease'
  const event = decisiveEvent(part, judgeHistory(part, reading, isExposed ? 'any' : 'by-hand'))
  if (event) return { kind: 'stop', event, headers, failure }
  const gap = whyNoEvidence(reading)
  if (failure && failure.code !== 'too-many-rows') {
    const dueInMs = retryInMs(context, Math.max(1, part.attempts))
    const told = { code: failure.code, reason: failure.message }
    return { kind: 'stop', event: { event: 'check-again', dueInMs, ...told }, headers, failure }
  }
  // A part that never went out unclear needs no proof of absence, and neither does one that a person has decided on.
  const needsProof = isExposed && part.decided_at === null
  if (!needsProof || !gap || gap.code === 'empty') return { kind: 'send', headers }
  return { kind: 'stop', event: { event: 'ambiguous', ...gap }, headers, failure }
}
