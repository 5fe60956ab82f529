import pg from 'pg'

/**
 * A machine that vanishes in the middle of a transaction leaves PostgreSQL a connection that looks alive for hours, with the malls
 * that it was claiming locked. Ours last some ms, so one that stands still for so long has nobody left.
 */
const IDLE_TRANSACTION_MS = 20_000

/**
 * What our SQL and the driver rely on, whatever the server, the database or the role sets. Not sent with the connection's start:
 * PgBouncer refuses to start a connection with most of these.
 */
const relied = {
  DateStyle: 'ISO, YMD',
  TimeZone: 'UTC',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  idle_in_transaction_session_timeout: `${IDLE_TRANSACTION_MS / 1000}s`,
} as const

/** Prepares a new connection; to be awaited before anything else is asked of it. */
export async function prepareSession(client: pg.ClientBase): Promise<void> {
  const entries = Object.entries(relied)
  const calls = entries.map((_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, false)`)
  await client.query(`select ${calls.join(', ')}`, entries.flat())
}

/** The database, or what stands before it, cannot be used by this service. The message says what to change. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable'
}

/**
 * Looks whether a connection keeps what it is told.
 * @throws {StoreUnusable} behind a pooler in transaction mode, on a database that is not UTF-8, or where a setting does not hold.
 */
export async function checkSession(databaseUrl: string): Promise<void> {
  const clients = [
    new pg.Client({ connectionString: databaseUrl }),
    new pg.Client({ connectionString: databaseUrl }),
  ]
  const [one, other] = clients as [pg.Client, pg.Client]
  try {
    for (const client of clients) {
      client.on('error', () => {})
      await client.connect()
    }
    await prepareSession(one)
    // Two connections that are open at once and share a backend are not connections of their own.
    if ((await backendOf(one)) === (await backendOf(other))) {
      throw new StoreUnusable(
        'DATABASE_URL leads to a pooler in transaction mode (PgBouncer: pool_mode = transaction). This service listens for ' +
          'notifications and prepares statements, which need a connection of its own: use pool_mode = session, or connect to ' +
          'PostgreSQL directly.',
      )
    }
    await checkSettings(one)
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => {})))
  }
}

async function backendOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}

async function checkSettings(client: pg.Client): Promise<void> {
  const names = Object.keys(relied)
  const { rows } = await client.query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from unnest($1::text[]) as name',
    [[...names, 'server_encoding']],
  )
  for (const { name, value } of rows) {
    const expected = name === 'server_encoding' ? 'UTF8' : relied[name as keyof typeof relied]
    if (value.toLowerCase() === expected.toLowerCase()) continue
    const remedy =
      name === 'server_encoding'
        ? "Create the database with ENCODING 'UTF8'."
        : `Something between this service and PostgreSQL changes it back. Set it for the role: alter role … set ${name} = '${expected}'.`
    throw new StoreUnusable(
      `The database's ${name} is ${value}; this service relies on ${expected}. ${remedy}`,
    )
  }
}
