import { join, resolve } from 'node:path'
import { startSimulator } from '@pointpay/cafe24-sim'
import { ensureDemo, readSettings, startService } from '@pointpay/server'
import { buildStale } from './build.ts'
import { consentAsOwner } from './consent.ts'
import { demoSecrets } from './demo-secrets.ts'
import { freePort } from './free-port.ts'

export interface System {
  /** The server, e.g. `http://127.0.0.1:4300`. */
  origin: string
  /** The simulated Cafe24, e.g. `http://127.0.0.1:4310`. */
  simulatorOrigin: string
  close(): Promise<void>
}

export interface SystemOptions {
  /** 0: any free one. */
  port: number
  /** 0: any free one. */
  simulatorPort: number
  /** Holds the embedded store, the simulator's state and the demo's keys. */
  dataFolder: string
  /** Added to the server's settings, e.g. `DATABASE_URL`. */
  env?: Record<string, string | undefined>
}

/**
 * Brings the whole product up in this process: the simulated Cafe24, the server, a demo media and the consent of its mall,
 * which goes the owner's real way through OAuth. What is there already is kept.
 */
export async function bringUp({
  port: wantedPort,
  simulatorPort,
  dataFolder,
  env = {},
}: SystemOptions): Promise<System> {
  buildStale()
  const port = wantedPort || (await freePort())
  const data = resolve(dataFolder)
  const secrets = demoSecrets(data)
  const simulator = await startSimulator({
    port: simulatorPort,
    dataFile: join(data, 'cafe24-sim.db'),
    widgetSrc: `http://127.0.0.1:${port}/sdk/v1/pointpay.js`,
  })
  try {
    const settings = readSettings({
      POINTPAY_LOG_LEVEL: 'warn',
      ...secrets,
      ...env,
      POINTPAY_PORT: String(port),
      POINTPAY_DATA: join(data, 'pointpay'),
      CAFE24_ORIGIN: `${simulator.origin}/{mall_id}`,
    })
    const service = await startService(settings)
    const close = async () => {
      await service.close()
      await simulator.close()
    }
    try {
      const { consentNeeded } = await ensureDemo(service, { simulatorOrigin: simulator.origin })
      if (consentNeeded) await consentAsOwner(service.origin, 'demo')
    } catch (error) {
      await close()
      throw error
    }
    return { origin: service.origin, simulatorOrigin: simulator.origin, close }
  } catch (error) {
    await simulator.close()
    throw error
  }
}
