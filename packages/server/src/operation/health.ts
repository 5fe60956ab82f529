import { Hono } from 'hono'
import { type Kysely, sql } from 'kysely'

export interface HealthDeps<DB> {
  db: Kysely<DB>
  isStopping: () => boolean
  /** Partners or identity check are played. */
  sandbox: boolean
}

/**
 * `GET /healthz`: the process lives. `GET /readyz`: it can serve, since its store answers and it is not stopping; `sandbox`
 * tells a demo from a real service.
 */
export function healthRoutes<DB>({ db, isStopping, sandbox }: HealthDeps<DB>): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      if (isStopping()) return c.json({ status: 'stopping' }, 503)
      try {
        await sql`select 1`.execute(db)
        return c.json({ status: 'ready', sandbox })
      } catch {
        return c.json({ status: 'store unreachable' }, 503)
      }
    })
}
