import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { adminRoutes } from './admin/routes.ts'
import { apiHost } from './api-host.ts'
import { controlRoutes } from './control/routes.ts'
import { oauthRoutes } from './oauth/routes.ts'
import { serveApp, type ServedApp } from './serve-app.ts'
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
  /** `data-origin` of the skins' script tags: where the popup is. Left out: the tags have none. */
  popupOrigin?: string
  /** Every Admin API answer takes so long. */
  latencyMs?: number
  /** Epoch ms. */
  clock?: () => number
}

export type Simulator = ServedApp

/** Starts a simulated Cafe24: storefronts, OAuth, Admin API, and `/_sim` to look into it. Rejects where the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulation = createSimulation({
    dataFile: options.dataFile ?? ':memory:',
    widgetSrc: options.widgetSrc ?? 'http://127.0.0.1:4300/sdk/v1/pointpay.js',
    popupOrigin: options.popupOrigin ?? null,
    latencyMs: options.latencyMs ?? 0,
    clock: options.clock ?? Date.now,
  })
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.route('/', controlRoutes(simulation))
  app.use('/:mallId/api/v2/*', apiHost(simulation))
  app.route('/', oauthRoutes(simulation))
  app.route('/', adminRoutes(simulation))
  app.route('/', storefrontRoutes(simulation))
  try {
    const served = await serveApp(app, { host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
    return {
      ...served,
      async close() {
        simulation.deferrals.close()
        await served.close()
        simulation.database.close()
      },
    }
  } catch (error) {
    simulation.database.close()
    throw error
  }
}
