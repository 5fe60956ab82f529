import type { Selectable } from 'kysely'
import type { Trx } from '../context.ts'
import type { CreditTable, PartTable } from '../tables/tables.ts'

export interface LockedCredit {
  row: Selectable<CreditTable>
  parts: Selectable<PartTable>[]
}

/** Holds the credit until the transaction's end; its parts are then nobody else's to change. Null: there is none. */
export async function lockCredit(trx: Trx, creditId: number): Promise<LockedCredit | null> {
  const row = await trx
    .selectFrom('credit_credits')
    .selectAll()
    .where('id', '=', creditId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const parts = await trx
    .selectFrom('credit_parts')
    .selectAll()
    .where('credit_id', '=', creditId)
    .orderBy('id')
    .execute()
  return { row, parts }
}
