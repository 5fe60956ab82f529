import { sql, type RawBuilder } from 'kysely'

/**
 * Many rows as one parameter, for `from ${recordset(rows, 'x(id bigint, name text)')}`: one statement for a batch of any
 * size, the same text each time, so that it can be prepared.
 */
export function recordset(rows: readonly object[], shape: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as ${sql.raw(shape)}`
}
