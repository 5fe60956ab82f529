import { sql } from 'kysely'
import type { Context, Trx } from '../context.ts'
import type { Ledger } from '../credit-types.ts'
import type { WakeMalls } from '../worker/wake.ts'
import { applyEvents } from './apply-events.ts'
import { beginCancel } from './begin-cancel.ts'
import { planCancel } from './cancel-plan.ts'
import { decisionsFor, eventOf } from './decisions.ts'
import { lockCredit, type LockedCredit } from './lock-credit.ts'
import { keyOf } from './read-credit.ts'
import type { CreditId, DecideResult, WholeState } from './types.ts'

/** Carries out what a person decided of a part, and keeps who, when and why. */
export function createDecide(context: Context, wake: WakeMalls): Ledger['decide'] {
  const { db, log } = context
  return async ({ partId, decision, by, note }) => {
    const key = keyOf(partId)
    const found = await db
      .selectFrom('credit_parts')
      .select(['credit_id', 'mall_id'])
      .where('id', '=', key ?? 0)
      .executeTakeFirst()
    if (!found) return { kind: 'not-found' }
    const result = await db.transaction().execute(async (trx): Promise<DecideResult> => {
      const held = await lockCredit(trx, found.credit_id)
      const part = held?.parts.find(({ id }) => id === key)
      if (!held || !part) return { kind: 'not-found' }
      const event = eventOf(part, decision)
      if (!event || !decisionsFor(part, held.parts).includes(decision)) {
        return { kind: 'not-decidable', state: part.state }
      }
      if (decision === 'abandon' && part.direction === 'decrease') await leaveCancel(trx, held, part.id)
      await applyEvents(trx, [
        { creditId: part.credit_id, partId: part.id, event, dueInMs: 0, by, reason: note },
      ])
      if (decision === 'abandon' && part.direction === 'increase')
        await takeBackOthers(trx, part.credit_id, by, note)
      return {
        kind: 'decided',
        creditId: String(part.credit_id) as CreditId,
        state: await stateOf(trx, part.credit_id),
      }
    })
    if (result.kind === 'decided') {
      log('part.decided', { partId, decision, state: result.state })
      void wake([{ mallId: found.mall_id, inMs: 0 }])
    }
    return result
  }
}

/** The cancel is no longer asked for; its other deductions do not go out, nor wait for a person. */
async function leaveCancel(trx: Trx, { row, parts }: LockedCredit, partId: number): Promise<void> {
  await sql`
    update credit_credits set cancel_by = null, cancel_reason = null, cancel_asked_at = null where id = ${row.id}`.execute(
    trx,
  )
  const others = parts.filter(({ id, direction }) => direction === 'decrease' && id !== partId)
  await applyEvents(
    trx,
    others.map(({ id }) => ({ creditId: row.id, partId: id, event: 'abandon' })),
  )
}

/** Of a credit that is given up in part, the rest is taken back: a shopper's conversion is credited whole or not at all. */
async function takeBackOthers(trx: Trx, creditId: number, by: string, reason: string): Promise<void> {
  const held = await lockCredit(trx, creditId)
  if (!held) return
  const plan = planCancel(held.row.state, held.parts)
  if (plan.kind !== 'possible') return
  const { media_code: mediaCode, transaction_number: transactionNumber, state } = held.row
  await beginCancel(trx, { creditId, mediaCode, transactionNumber, state, by, reason }, plan, {
    until: null,
    taken: false,
  })
}

async function stateOf(trx: Trx, creditId: number): Promise<WholeState> {
  const { state } = await trx
    .selectFrom('credit_credits')
    .select('state')
    .where('id', '=', creditId)
    .executeTakeFirstOrThrow()
  return state
}
