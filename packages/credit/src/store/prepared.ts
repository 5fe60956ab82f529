import { createHash } from 'node:crypto'
import { sql, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type pg from 'pg'

const MARK = '/* prepared */'

/**
 * Begins a statement that each connection prepares once, so that PostgreSQL does not plan it anew each time; for a batch of
 * credits the plan is a third to a half of the work. For statements that run all the time with the same text, and whose plan
 * does not hang on their values.
 */
export const prepared = sql.raw(MARK)

/** A server that became a standby, or a session that was left read-only, keeps refusing writes for as long as it lives. */
function isReadOnly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25006'
}

/** The pool, with the marked statements prepared, and without connections that turned read-only. */
export function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()

  function nameOf(text: string): string {
    const name = names.get(text) ?? createHash('sha1').update(text).digest('hex')
    names.set(text, name)
    return name
  }

  function wrap(client: pg.PoolClient): PostgresPoolClient {
    let isUnusable = false
    async function query(text: string, values: unknown[]) {
      try {
        return await client.query(
          text.includes(MARK) ? { name: nameOf(text), text, values } : { text, values },
        )
      } catch (error) {
        isUnusable ||= isReadOnly(error)
        throw error
      }
    }
    return {
      // Kysely's type knows a cursor too, which it uses for streams alone; there are none here.
      query: query as unknown as PostgresPoolClient['query'],
      // The next connection may lead to a primary.
      release: (destroy) => client.release(isUnusable || destroy),
    }
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      const wrapped = clients.get(client) ?? wrap(client)
      clients.set(client, wrapped)
      return wrapped
    },
  }
}
