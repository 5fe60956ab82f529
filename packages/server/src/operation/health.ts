import { Hono } from 'hono'
import { type Kysely, sql } from 'kysely'

/** `GET /healthz`: the process lives. `GET /readyz`: it can serve, so its store answers and it is not stopping. */
export function healthRoutes<DB>(db: Kysely<DB>, isStopping: () => boolean): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      if (isStopping()) return c.json({ status: 'stopping' }, 503)
      try {
        await sql`select 1`.execute(db)
        return c.json({ status: 'ready' })
      } catch {
        return c.json({ status: 'store unreachable' }, 503)
      }
    })
}
