import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Trx } from '../context.ts'
import { applyEvents } from './apply-events.ts'
import type { CancelPlan } from './cancel-plan.ts'
import type { PartState } from './machine.ts'
import type { CreditChange, WholeState } from './types.ts'

interface Asked {
  creditId: number
  mediaCode: string
  transactionNumber: string
  /** Of the credit, before. */
  state: WholeState
  by: string
  reason: string
}

/** What was known of the member's history when the cancel was asked for. */
export interface SeenHistory {
  /** It shows nothing by hand up to then, or a person has seen what it shows; null: nobody has read it. */
  until: Date | null
  /** A person says that the points were taken by hand. */
  taken: boolean
}

/**
 * Puts a cancel down, in the caller's transaction, which holds the credit: from its commit on it is carried out. Where the
 * points were taken by hand, there is nothing left to carry out.
 */
export async function beginCancel(
  trx: Trx,
  asked: Asked,
  plan: Extract<CancelPlan, { kind: 'possible' }>,
  seen: SeenHistory,
): Promise<'cancelling' | 'cancelled'> {
  const { creditId, by, reason } = asked
  await sql`
    update credit_credits set cancel_by = ${by}, cancel_reason = ${reason}, cancel_asked_at = now() where id = ${creditId}`.execute(
    trx,
  )
  await sql`
    insert into credit_history (credit_id, subject, from_state, to_state, event, reason, by)
    values (${creditId}, 'cancel', ${asked.state}, 'cancelling', 'cancel-asked', ${reason}, ${by})`.execute(
    trx,
  )
  if (plan.deduct.length > 0) {
    // A deduction that a person abandoned before is taken up again; its number and tag are the same for ever.
    await sql`
      insert into credit_parts
        (credit_id, mall_id, shop_no, member_id, direction, number, parts, amount, tag, mark, decided_at)
      select credit_id, mall_id, shop_no, member_id, 'decrease', number, parts, amount, tag, mark, ${seen.until}::timestamptz
      from credit_parts where id = any(${plan.deduct.map(({ id }) => id)}::bigint[]) order by number
      on conflict (credit_id, direction, number) do nothing`.execute(trx)
    const again = await deductionsIn(trx, creditId, 'abandoned')
    await applyEvents(
      trx,
      again.map(({ id }) => ({ creditId, partId: id, event: 'revive', dueInMs: 0, by, reason })),
    )
    if (seen.taken) await takeAsDone(trx, asked)
  }
  await applyEvents(
    trx,
    plan.abandon.map(({ id }) => ({ creditId, partId: id, event: 'abandon', by, reason })),
  )
  const state = plan.deduct.length > 0 && !seen.taken ? 'cancelling' : 'cancelled'
  const change = {
    creditId: String(creditId),
    mediaCode: asked.mediaCode,
    transactionNumber: asked.transactionNumber,
    state,
  } as CreditChange
  // `applyEvents` may have written the state already, where parts were abandoned; it comes to the same.
  await sql`
    update credit_credits set state = ${state}, cancelled_at = case when ${state} = 'cancelled' then now() end
    where id = ${creditId}`.execute(trx)
  await sql`select pg_notify(${channels.change}, ${JSON.stringify(change)})`.execute(trx)
  return state
}

/** The deductions stand in the point history under somebody else's words. */
async function takeAsDone(trx: Trx, { creditId, by, reason }: Asked): Promise<void> {
  const deductions = await deductionsIn(trx, creditId, 'accepted')
  await applyEvents(
    trx,
    deductions.map(({ id }) => ({ creditId, partId: id, event: 'decided-applied', by, reason })),
  )
}

function deductionsIn(trx: Trx, creditId: number, state: PartState): Promise<{ id: number }[]> {
  return trx
    .selectFrom('credit_parts')
    .select('id')
    .where('credit_id', '=', creditId)
    .where('direction', '=', 'decrease')
    .where('state', '=', state)
    .execute()
}
