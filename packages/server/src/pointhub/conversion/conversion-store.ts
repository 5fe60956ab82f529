import { sql, type Transaction, type Updateable } from 'kysely'
import { announceSession } from '../changes.ts'
import type { PointhubDb } from '../deps.ts'
import type { ConversionRow, ConversionTable, PointhubTables } from '../tables.ts'
import { assertMove, type ConversionState, workingStates } from './conversion-states.ts'

/** How long one step may take before others presume its process dead: two partner calls and then some. */
export const LEASE_MS = 30_000

export interface Move {
  at: Date
  /** In Korean: people read it in the console. */
  reason?: string | null
  by?: string | null
  set?: Updateable<ConversionTable>
}

/**
 * Moves a conversion on, writes its history and tells whoever watches, all or nothing.
 * @returns the moved row; null where another process moved it first
 */
export async function moveConversion(
  trx: Transaction<PointhubTables>,
  row: Pick<ConversionRow, 'transaction_number' | 'state'>,
  to: ConversionState,
  { at, reason = null, by = null, set = {} }: Move,
): Promise<ConversionRow | null> {
  assertMove(row.state, to)
  const moved = await trx
    .updateTable('pointhub_conversion')
    .set({ ...set, state: to })
    .where('transaction_number', '=', row.transaction_number)
    .where('state', '=', row.state)
    .returningAll()
    .executeTakeFirst()
  if (!moved) return null
  await trx
    .insertInto('pointhub_history')
    .values({
      transaction_number: row.transaction_number,
      subject: 'conversion',
      from_state: row.state,
      to_state: to,
      reason,
      by_whom: by,
      at,
    })
    .execute()
  await announceSession(trx, moved.session_id)
  return moved
}

/** Makes a conversion some process's work, starting now. */
export function dueNow(at: Date): Updateable<ConversionTable> {
  return { busy_until: at, recoveries: 0 }
}

export async function findConversion(
  db: PointhubDb,
  transactionNumber: string,
): Promise<ConversionRow | undefined> {
  return db
    .selectFrom('pointhub_conversion')
    .selectAll()
    .where('transaction_number', '=', transactionNumber)
    .executeTakeFirst()
}

/** A session's conversion: the one that took points, else its latest try. */
export async function conversionOfSession(
  db: PointhubDb,
  sessionId: string,
): Promise<ConversionRow | undefined> {
  return db
    .selectFrom('pointhub_conversion')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy((eb) => eb('state', '=', 'failed'))
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Takes work that its process left. Index: pointhub_conversion_working. */
export async function claimLeft(db: PointhubDb, now: Date, limit: number): Promise<ConversionRow[]> {
  return db
    .updateTable('pointhub_conversion')
    .set({
      busy_until: new Date(now.getTime() + LEASE_MS),
      recoveries: sql`recoveries + 1`,
    })
    .where('transaction_number', 'in', (eb) =>
      eb
        .selectFrom('pointhub_conversion')
        .select('transaction_number')
        .where('state', 'in', workingStates)
        .where('busy_until', '<=', now)
        .orderBy('busy_until')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()
}

export async function postpone(db: PointhubDb, row: ConversionRow, until: Date): Promise<void> {
  await db
    .updateTable('pointhub_conversion')
    .set({ busy_until: until })
    .where('transaction_number', '=', row.transaction_number)
    .where('state', '=', row.state)
    .execute()
}
