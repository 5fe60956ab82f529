import pg from 'pg'

/** Bytes of the tables whose names begin with a prefix: rows, indexes and all, after what is dead in them was cleared away. */
export async function sizeOfTables(databaseUrl: string, prefixes: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      'select relname as name from pg_stat_user_tables where relname like any ($1)',
      [prefixes.map((prefix) => `${prefix}%`)],
    )
    for (const { name } of tables) await client.query(`vacuum (full, analyze) "${name}"`)
    const { rows } = await client.query<{ bytes: string }>(
      'select sum(pg_total_relation_size(relid)) as bytes from pg_stat_user_tables where relname = any ($1)',
      [tables.map(({ name }) => name)],
    )
    return Number(rows[0]?.bytes ?? 0)
  } finally {
    await client.end()
  }
}
