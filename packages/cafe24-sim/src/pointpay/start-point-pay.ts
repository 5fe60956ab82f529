import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { serveApp, type ServedApp } from '../serve-app.ts'
import { pointPayRoutes } from './routes.ts'

export interface PointPayOptions {
  /** 0 or left out: any free one. */
  port?: number
  host?: string
  /** Epoch ms. */
  clock?: () => number
}

export type SimulatedPointPay = ServedApp

/**
 * Starts a stand-in for PointPay's own popup (`https://ssl.pointpay.im`). It takes the guide's parameters and posts the guide's
 * RETURN URL form. It has no status address and posts no messages, as the real one. Rejects where the port is taken.
 */
export async function startPointPay(options: PointPayOptions = {}): Promise<SimulatedPointPay> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.route('/', pointPayRoutes(options.clock ?? Date.now))
  return serveApp(app, { host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
}
