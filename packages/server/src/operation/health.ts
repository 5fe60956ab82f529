import { Hono } from 'hono'
import type { Store } from '@pointpay/credit'

export interface HealthDeps {
  store: Pick<Store, 'proveWrite'>
  isStopping: () => boolean
  /** Partners or identity check are played. */
  sandbox: boolean
}

/**
 * `GET /healthz`: the process lives. `GET /readyz`: it can serve, since its store takes writes and it is not stopping;
 * `sandbox` tells a demo from a real service.
 */
export function healthRoutes({ store, isStopping, sandbox }: HealthDeps): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      if (isStopping()) return c.json({ status: 'stopping' }, 503)
      try {
        await store.proveWrite()
        return c.json({ status: 'ready', sandbox })
      } catch {
        return c.json({ status: 'store takes no writes' }, 503)
      }
    })
}
