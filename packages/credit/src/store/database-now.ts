import { sql, type Kysely } from 'kysely'

/** The database's time: the ledger's one clock, whatever the clocks of its processes say. */
export async function databaseNow<Tables>(db: Kysely<Tables>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db)
  const [row] = rows
  if (!row) throw new Error('The database did not tell its time')
  return row.now
}
