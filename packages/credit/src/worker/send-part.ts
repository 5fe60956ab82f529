import type { Outcome } from '../cafe24/outcome.ts'
import type { Context } from '../context.ts'
import type { PartEvent } from '../ledger/apply-events.ts'
import { reasonOf } from '../ledger/reason.ts'
import type { CallResult } from './call-result.ts'
import type { ClaimedPart } from './claim.ts'
import { mallHealth } from './mall-health.ts'
import { retryInMs } from './retry.ts'

/** Calls Cafe24 for a part whose attempt is on record. */
export async function sendPart(context: Context, claimed: ClaimedPart): Promise<CallResult> {
  const { part, mall } = claimed
  const outcome = await context.cafe24.changePoints(
    { mallId: mall.mallId, accessToken: mall.accessToken ?? '' },
    {
      shopNo: part.shop_no,
      memberId: part.member_id,
      amount: part.amount,
      type: part.direction,
      reason: reasonOf(part),
    },
  )
  await context.crashpoint('send.answered')
  const event = eventOf(context, claimed, outcome)
  const refusedMember = event.event === 'refused' ? part.member_id : null
  return { event, mall: { ...mallHealth(claimed, outcome), refusedMember } }
}

function eventOf(context: Context, { part, attempt }: ClaimedPart, outcome: Outcome<null>): PartEvent {
  const base = { creditId: part.credit_id, partId: part.id, attempt }
  if (outcome.ok) return { ...base, event: 'applied' }
  const told = { ...base, code: outcome.code, reason: outcome.message }
  switch (outcome.effect) {
    case 'unknown':
      return { ...told, event: 'unclear', dueInMs: context.timing.firstCheckMs }
    case 'not-applied': {
      // A renewed token, or room in the bucket, is the mall's matter: the part itself may go as soon as its mall may.
      const malls = outcome.code === 'token-refused' || outcome.code === 'too-many-calls'
      return { ...told, event: 'not-applied', dueInMs: malls ? 0 : retryInMs(context, attempt) }
    }
    case 'refused':
      // It is the app, its scope or the mall that is refused, not the part: it waits until that is mended.
      if (outcome.code === 'forbidden' || outcome.code === 'not-found')
        return { ...told, event: 'not-applied', dueInMs: 0 }
      return { ...told, event: 'refused' }
  }
}
