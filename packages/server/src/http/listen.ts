import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

export interface Listening {
  port: number
  /** Takes no more connections and waits for the answers under way, at most so long, ms. */
  close(graceMs: number): Promise<void>
}

/** Rejects where the port is taken. */
export async function listenOn(
  app: Hono,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      const timer = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(timer)
    },
  }
}
