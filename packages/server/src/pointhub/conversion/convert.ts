import { termsIds, type Convert } from '@pointpay/contracts'
import { announceSession } from '../changes.ts'
import type { Clock, PointhubDb, Random } from '../deps.ts'
import { Refusal } from '../errors.ts'
import type { Person } from '../provider/point-provider.ts'
import type { Sealer } from '../sealed.ts'
import { requireOpen } from '../session/require-open.ts'
import type { ConversionRow, SessionRow } from '../tables.ts'
import type { Wake } from '../worker.ts'
import { isWorking } from './conversion-states.ts'
import type { ConversionSteps } from './conversion-steps.ts'
import { LEASE_MS } from './conversion-store.ts'
import { newTransactionNumber } from './transaction-number.ts'

export interface Converted {
  conversion: ConversionRow
  /** True where an earlier call with this key made it. */
  replayed: boolean
}

/**
 * Converts what the session holds, once for an idempotency key and once for a session, however often and at once it is called.
 * @throws {Refusal} where nothing was begun
 */
export type ConvertCall = (sessionId: string, key: string, wanted: Convert) => Promise<Converted>

export function createConvert(
  db: PointhubDb,
  steps: ConversionSteps,
  sealer: Sealer,
  clock: Clock,
  random: Random,
  worker: Wake,
): ConvertCall {
  return async (sessionId, key, wanted) => {
    const begun = await begin(db, sessionId, key, wanted, clock(), random)
    if (!begun.person) return { conversion: begun.row, replayed: true }
    const person = sealer.open(begun.person) as Person
    const conversion = await steps.advance(begun.row, person)
    if (isWorking(conversion.state)) worker.wake()
    else worker.wakePostbacks()
    return { conversion, replayed: false }
  }
}

/** Writes the intention before any partner hears of it. The session's row lock makes concurrent presses follow each other. */
async function begin(
  db: PointhubDb,
  sessionId: string,
  key: string,
  wanted: Convert,
  now: Date,
  random: Random,
): Promise<{ row: ConversionRow; person: string | null }> {
  return db.transaction().execute(async (trx) => {
    const session = await trx
      .selectFrom('pointhub_session')
      .selectAll()
      .where('id', '=', sessionId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const earlier = await trx
      .selectFrom('pointhub_conversion')
      .selectAll()
      .where('session_id', '=', sessionId)
      .execute()
    const same = earlier.find((row) => row.idempotency_key === key)
    if (same) {
      if (same.kind !== wanted.kind || same.points !== wanted.points || same.amount !== wanted.amount)
        throw new Refusal('invalid_request', { field: 'Idempotency-Key' })
      return { row: same, person: null }
    }
    if (earlier.some((row) => row.state !== 'failed')) throw new Refusal('already_converted')
    requireOpen(session, now)
    if (!session.person) throw new Refusal('identity_needed')
    refuseUnlessAgreed(session, wanted)
    const insert = () =>
      trx
        .insertInto('pointhub_conversion')
        .values({
          transaction_number: newTransactionNumber(now, random),
          session_id: sessionId,
          idempotency_key: key,
          media_code: session.media_code,
          member_id: session.member_id,
          shop_no: session.shop_no,
          kind: wanted.kind,
          points: wanted.points,
          amount: wanted.amount,
          add_param: session.add_param,
          test: session.test,
          state: 'reserving',
          error_code: null,
          started_at: now,
          converted_at: null,
          delivered_at: null,
          busy_until: new Date(now.getTime() + LEASE_MS),
        })
        .onConflict((conflict) => conflict.column('transaction_number').doNothing())
        .returningAll()
        .executeTakeFirst()
    const row = (await insert()) ?? (await insert())
    if (!row) throw new Error('Two transaction numbers in a row were taken: is the random source broken?')
    await trx
      .insertInto('pointhub_history')
      .values({
        transaction_number: row.transaction_number,
        subject: 'conversion',
        from_state: null,
        to_state: 'reserving',
        reason: null,
        by_whom: null,
        at: now,
      })
      .execute()
    await announceSession(trx, sessionId)
    return { row, person: session.person }
  })
}

/** What the shopper saw and pressed must be what the server's session holds. */
function refuseUnlessAgreed(session: SessionRow, wanted: Convert): void {
  const selected =
    session.selection_kind === wanted.kind &&
    session.selection_points === wanted.points &&
    session.selection_amount === wanted.amount
  if (!selected) throw new Refusal('selection_needed')
  const missing = termsIds.filter((id) => !wanted.agreed.includes(id))
  if (missing.length > 0)
    throw new Refusal('terms_needed', { field: 'agreed', details: { missing: missing.join(',') } })
}
