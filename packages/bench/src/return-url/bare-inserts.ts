import pg from 'pg'

/** What a store can do at best: durable single-row inserts of about a credit's size, each its own transaction. */
export async function bareInsertRate(
  databaseUrl: string,
  connections: number,
  seconds: number,
): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  // `end` does not wait for PostgreSQL to let the connections go: it may stop before, and they would say so.
  pool.on('error', () => {})
  await pool.query('create table if not exists bench_bare (id bigserial primary key, note text not null)')
  const untilMs = performance.now() + seconds * 1000
  let inserted = 0
  const note = 'x'.repeat(200)
  const startedMs = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < untilMs) {
        await pool.query({ name: 'bare', text: 'insert into bench_bare (note) values ($1)', values: [note] })
        inserted += 1
      }
    }),
  )
  const rate = (inserted / (performance.now() - startedMs)) * 1000
  await pool.end()
  return rate
}
