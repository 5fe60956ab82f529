import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

/** A request that has not arrived whole by then is given up: who sends a byte a second shall hold no connection. */
const REQUEST_TIMEOUT_MS = 30_000
/**
 * Longer than proxies keep a connection that fell idle (nginx and AWS: 60 s): were we the first to close one, the call
 * that they are just sending over it would be lost.
 */
const KEEP_ALIVE_MS = 75_000
/** How often connections that fell idle are closed while the server closes. */
const IDLE_CHECK_MS = 50

export interface Listening {
  port: number
  serve(app: Hono): void
  /** Takes no more connections at once; resolves when the answers under way are out, at most so much later, ms. */
  close(graceMs: number): Promise<void>
}

function starting(): Response {
  return new Response('starting\n', { status: 503, headers: { 'Retry-After': '1' } })
}

/**
 * Takes the port, and answers 503 until {@link Listening.serve}: the app needs to know the port that a port of 0 became.
 * Rejects where the port is taken.
 */
export async function listenOn({ host, port }: { host: string; port: number }): Promise<Listening> {
  let serving: Hono['fetch'] = starting
  const server = createAdaptorServer({ fetch: (request, env) => serving(request, env) }) as Server
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve(app) {
      serving = app.fetch
    },
    async close(graceMs) {
      const closed = new Promise((resolve) => server.close(resolve))
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS)
      const grace = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearInterval(idle)
      clearTimeout(grace)
    },
  }
}
