import type { AddressInfo } from 'node:net'
import { serve, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'

/** Longer than any client keeps an idle connection: were we to close it first, the call that is just being sent would be lost. */
const KEEP_ALIVE_MS = 75_000

export interface ServedApp {
  /** e.g. `http://127.0.0.1:4310`. */
  origin: string
  port: number
  /** Ends open connections too. */
  close(): Promise<void>
}

/** Listens; port 0 means any free one. Rejects where the port is taken. */
export async function serveApp(
  app: Hono<{ Bindings: HttpBindings }>,
  { host, port: wantedPort }: { host: string; port: number },
): Promise<ServedApp> {
  const server = serve({ fetch: app.fetch, hostname: host, port: wantedPort })
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${host}:${port}`,
    port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
