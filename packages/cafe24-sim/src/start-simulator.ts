import type { AddressInfo } from 'node:net'
import { serve, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { adminRoutes } from './admin/routes.ts'
import { controlRoutes } from './control/routes.ts'
import { oauthRoutes } from './oauth/routes.ts'
import { createSimulation } from './simulation.ts'
import { storefrontRoutes } from './storefront/routes.ts'

export interface SimulatorOptions {
  /** 0 or left out: any free one. */
  port?: number
  host?: string
  /** A file, or `:memory:`. */
  dataFile?: string
  /** What the skins' script tags name. */
  widgetSrc?: string
  /** Every Admin API answer takes so long. */
  latencyMs?: number
  /** Epoch ms. */
  clock?: () => number
}

export interface Simulator {
  /** e.g. `http://127.0.0.1:4310`. */
  origin: string
  port: number
  close(): Promise<void>
}

/** Starts a simulated Cafe24: storefronts, OAuth, Admin API, and `/_sim` to look into it. Rejects where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1'
  const simulation = createSimulation({
    dataFile: options.dataFile ?? ':memory:',
    widgetSrc: options.widgetSrc ?? 'http://127.0.0.1:4300/sdk/v1/pointpay.js',
    latencyMs: options.latencyMs ?? 0,
    clock: options.clock ?? Date.now,
  })
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.route('/', controlRoutes(simulation))
  app.route('/', oauthRoutes(simulation))
  app.route('/', adminRoutes(simulation))
  app.route('/', storefrontRoutes(simulation))
  const server = serve({ fetch: app.fetch, hostname: host, port: options.port ?? 0 })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve)
      server.once('error', reject)
    })
  } catch (error) {
    simulation.database.close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${host}:${port}`,
    port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
      simulation.database.close()
    },
  }
}
