import { type Context, Hono } from 'hono'

/** Lets the page of a registered mall origin read the answer. */
export function allowOrigin(c: Context, origin: string): void {
  c.header('Access-Control-Allow-Origin', origin)
  c.header('Access-Control-Max-Age', '600')
}

/**
 * What every address that pages of malls ask has in common: no caching, and an answer to the browser's own question
 * beforehand. `isRegistered`: whether an origin is some media's.
 */
export function mallCors(path: string, isRegistered: (origin: string) => Promise<boolean>): Hono {
  return new Hono()
    .use(path, async (c, next) => {
      c.header('Vary', 'Origin')
      c.header('Cache-Control', 'no-store')
      await next()
    })
    .options(path, async (c) => {
      const origin = c.req.header('origin')
      if (origin && (await isRegistered(origin))) {
        allowOrigin(c, origin)
        c.header('Access-Control-Allow-Methods', 'GET')
      }
      return c.body(null, 204)
    })
}
