import { join, resolve } from 'node:path'
import { startSimulator } from '@pointpay/cafe24-sim'
import type { PopupOwner } from '@pointpay/contracts'
import { ensureDemo, readSettings, startService } from '@pointpay/server'
import { freePort } from '@pointpay/testkit/free-port'
import { buildStale } from './build.ts'
import { consentAsOwner } from './consent.ts'
import { demoSecrets } from './demo-secrets.ts'
import { startPointPayProcess } from './simulated-point-pay.ts'

export interface System {
  /** The server, e.g. `http://127.0.0.1:4300`. */
  origin: string
  /** The simulated Cafe24, e.g. `http://127.0.0.1:4310`. */
  simulatorOrigin: string
  /** The simulated PointPay, e.g. `http://127.0.0.1:4320`; null where the popup is ours. */
  pointPayOrigin: string | null
  close(): Promise<void>
}

export interface SystemOptions {
  /** Whose popup the demo's media has. Left out: ours. */
  popup?: PopupOwner
  /** 0: any free one. */
  port: number
  /** 0: any free one. */
  simulatorPort: number
  /** Of the simulated PointPay, where the popup is PointPay's. 0 or left out: any free one. */
  pointPayPort?: number
  /** Holds the embedded store, the simulator's state and the demo's keys. */
  dataFolder: string
  /** Added to the server's settings, e.g. `DATABASE_URL`. */
  env?: Record<string, string | undefined>
}

/**
 * Brings the whole product up: the simulated Cafe24, the server, a demo media and the consent of its mall, which goes the
 * owner's real way through OAuth. With PointPay's popup, a simulated PointPay runs in a process of its own, and the server
 * has no popup for live media. What is there already is kept.
 */
export async function bringUp({
  popup = 'own',
  port: wantedPort,
  simulatorPort,
  pointPayPort = 0,
  dataFolder,
  env = {},
}: SystemOptions): Promise<System> {
  buildStale()
  const port = wantedPort || (await freePort())
  const data = resolve(dataFolder)
  const secrets = demoSecrets(data)
  const running: { close(): Promise<void> }[] = []
  const close = async () => {
    for (const part of running.toReversed()) await part.close()
  }
  try {
    const pointPay = popup === 'pointpay' ? await startPointPayProcess(pointPayPort) : null
    if (pointPay) running.push(pointPay)
    const simulator = await startSimulator({
      port: simulatorPort,
      dataFile: join(data, 'cafe24-sim.db'),
      widgetSrc: `http://127.0.0.1:${port}/sdk/v1/pointpay.js`,
      ...(pointPay && { popupOrigin: pointPay.origin }),
    })
    running.push(simulator)
    const partners = popup === 'own' ? 'sandbox' : 'none'
    const settings = readSettings({
      POINTPAY_LOG_LEVEL: 'warn',
      // A secret of one's own may also be in a file; both at once are refused.
      ...Object.fromEntries(Object.entries(secrets).filter(([name]) => !env[`${name}_FILE`])),
      ...env,
      POINTPAY_PORT: String(port),
      POINTPAY_DATA: join(data, 'pointpay'),
      POINTPAY_PARTNERS: partners,
      POINTPAY_IDENTITY: partners,
      CAFE24_ORIGIN: `${simulator.origin}/{mall_id}`,
    })
    const service = await startService(settings, { demo: true })
    running.push(service)
    const { consentNeeded, returnUrl } = await ensureDemo(service, {
      simulatorOrigin: simulator.origin,
      popup,
    })
    await pointPay?.registerReturnUrl('demo', returnUrl)
    if (consentNeeded) await consentAsOwner(service.origin, 'demo')
    return {
      origin: service.origin,
      simulatorOrigin: simulator.origin,
      pointPayOrigin: pointPay?.origin ?? null,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
