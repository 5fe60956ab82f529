import type { Store } from '@pointpay/credit'
import { Hono } from 'hono'
import type { PoolName } from '../pools.ts'

/** By the beginning of the path. */
const poolOf: readonly [path: string, pool: PoolName][] = [
  ['/solution/return/', 'returns'],
  ['/console/', 'console'],
  ['/metrics', 'operation'],
  ['/readyz', 'operation'],
]
/** What anybody may open, with or without a press of the button. */
const ANYBODYS: PoolName = 'popup'

/** Answers each request on the connections of its kind. To be mounted before the routes. */
export function onItsPool(store: Pick<Store, 'onPool'>): Hono {
  return new Hono().use((c, next) => {
    const [, pool = ANYBODYS] = poolOf.find(([path]) => c.req.path.startsWith(path)) ?? []
    return store.onPool(pool, next)
  })
}
