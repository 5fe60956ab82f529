import { sql } from 'kysely'
import { channels } from '../channels.ts'
import type { Context } from '../context.ts'
import type { Recovery, StoreStanding } from '../credit-types.ts'
import { applyEvents } from '../ledger/apply-events.ts'

/** Parts in one transaction. */
const BATCH = 500
/** A caller that was answered before may tell a lost credit again for as long: its part is looked for before it is sent. */
const CAREFUL_MS = 24 * 3_600_000
/** Far more beats than one process sees beyond another: the count goes on above all of them, so that none halts again over the same loss. */
const BEATS_AHEAD = 1_000_000_000

/** What an operator needs after the store went back in time. */
export function createRecovery(context: Context): Recovery {
  const { db, log } = context

  async function standing(): Promise<StoreStanding> {
    const row = await db.selectFrom('credit_heartbeat').selectAll().executeTakeFirstOrThrow()
    const halted = row.halted_at && { since: row.halted_at, reason: row.halted_reason ?? '' }
    return { halted, carefulUntil: row.careful_until }
  }

  /** Everything that the store calls not sent or under way may have been sent since: it is looked for first. */
  async function doubtBatch(by: string, after: number): Promise<{ parts: number; last: number | null }> {
    return db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ id: number; credit_id: number }>`
        select id, credit_id from credit_parts
        where due_at is not null and id > ${after} order by id limit ${BATCH}`.execute(trx)
      await applyEvents(
        trx,
        rows.map(({ id, credit_id }) => ({
          creditId: credit_id,
          partId: id,
          event: 'store-went-back',
          dueInMs: context.timing.quietPeriodMs,
          code: 'store-went-back',
          reason: `resumed by ${by}`,
        })),
      )
      return { parts: rows.length, last: rows.at(-1)?.id ?? null }
    })
  }

  return {
    standing,
    async resume({ by }) {
      const { halted } = await standing()
      if (!halted) return { kind: 'not-halted' }
      let parts = 0
      for (let last: number | null = 0; last !== null;) {
        const batch = await doubtBatch(by, last)
        parts += batch.parts
        last = batch.last
      }
      await sql`
        with resumed as (
          update credit_heartbeat set halted_at = null, halted_reason = null, beat = beat + ${BEATS_AHEAD}::bigint,
            careful_until = now() + ${CAREFUL_MS}::float8 * interval '1 ms'
        )
        select pg_notify(${channels.work}, '')`.execute(db)
      log('store.resumed', { by, parts }, 'warn')
      return { kind: 'resumed', parts }
    },
  }
}
