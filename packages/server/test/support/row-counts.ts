import { createRequire } from 'node:module'

interface PgClient {
  connect(): Promise<void>
  query(text: string): Promise<{ rows: { table: string; count: string }[] }>
  end(): Promise<void>
}

/** The driver belongs to the credit package. */
const { Client } = createRequire(new URL('../../../credit/package.json', import.meta.url))('pg') as {
  Client: new (options: { connectionString: string }) => PgClient
}

/** How many rows each table of a PostgreSQL has. */
export async function rowCounts(connectionString: string): Promise<Record<string, number>> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query(`
      select table_name as table,
        (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', table_name), false, true, '')))[1]::text as count
      from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)
    return Object.fromEntries(rows.map(({ table, count }) => [table, Number(count)]))
  } finally {
    await client.end()
  }
}
