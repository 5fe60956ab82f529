import { newMediaSchema, type NewMedia } from '@pointpay/contracts'
import { readSettings, startService } from '@pointpay/server'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres } from '@pointpay/testkit/postgres'
import { consentAsOwner } from '../../../../scripts/consent.ts'
import { client, startSimulatedCafe24, type SimulatedCafe24 } from '../chaos/simulated-cafe24.ts'
import { demoSettings } from '../service/demo-settings.ts'
import { startServiceProcess } from '../service/start-service.ts'
import { startSlowMerchant } from './slow-merchant.ts'

export const operator = { login: 'operator', password: 'an operator of benchmarks' }

/** Media codes, and mall ids where they have a mall. */
export const codes = {
  /** Whose shoppers are measured: in our popup, and by the RETURN URL. */
  ownPopup: 'innocent-own',
  pointPay: 'innocent-pointpay',
  /** Is called by a hundred at once. */
  crowded: 'hostile-crowded',
  /** Its backend answers after 10 s. */
  slow: 'hostile-slow',
  /** Its Cafe24 answers 429 and 503. */
  failing: 'hostile-failing',
} as const

/** One service in a process of its own, with innocent media and hostile ones. */
export interface Neighbourhood {
  origin: string
  /** Of the media with PointPay's popup, by code. */
  returnUrls: Record<string, string>
  cafe24: SimulatedCafe24
  close(): Promise<void>
}

export async function startNeighbourhood(): Promise<Neighbourhood> {
  const [postgres, cafe24, merchant, port] = await Promise.all([
    startPostgres({ durable: true }),
    startSimulatedCafe24(),
    startSlowMerchant(),
    freePort(),
  ])
  const settings = {
    DATABASE_URL: postgres.databaseUrl,
    POINTPAY_PORT: String(port),
    CAFE24_ORIGIN: `${cafe24.origin}/{mall_id}`,
    POINTPAY_PARTNERS: 'sandbox',
    POINTPAY_IDENTITY: 'sandbox',
    // Callers of many addresses come from this one process.
    POINTPAY_TRUST_PROXY: '1',
  }
  const returnUrls = await setUp(settings, cafe24, merchant.returnUrl)
  const service = await startServiceProcess(settings)
  return {
    origin: service.origin,
    returnUrls,
    cafe24,
    async close() {
      await service.close()
      await Promise.all([postgres.stop(), cafe24.close(), merchant.close()])
    },
  }
}

async function setUp(
  settings: Record<string, string>,
  cafe24: SimulatedCafe24,
  slowReturnUrl: string,
): Promise<Record<string, string>> {
  const service = await startService(readSettings({ ...demoSettings, ...settings }))
  const returnUrls: Record<string, string> = {}
  try {
    const { ownPopup, pointPay, crowded, slow, failing } = codes
    for (const code of [ownPopup, pointPay, crowded, failing]) {
      await cafe24.addMall(code, ['member1'], `${service.origin}/solution/result`)
      const popup = code === ownPopup ? 'own' : 'pointpay'
      const integration = {
        kind: 'cafe24',
        mallId: code,
        clientId: client.clientId,
        clientSecret: client.clientSecret,
      }
      const added = await service.setUp.add(mediaOf({ code, popup, integration }))
      if (added.kind !== 'added') throw new Error(`${code} was not added: ${added.kind}`)
      if (added.status.returnUrl) returnUrls[code] = added.status.returnUrl
      await consentAsOwner(service.origin, code)
    }
    const integration = { kind: 'own-backend', returnUrl: slowReturnUrl }
    await service.setUp.add(mediaOf({ code: slow, popup: 'own', integration }))
    await service.accounts.add({ ...operator, name: 'bench', role: 'operator', mediaCodes: [] }, 'bench')
  } finally {
    await service.close()
  }
  return returnUrls
}

function mediaOf(media: { code: string; popup: string; integration: object }): NewMedia {
  return newMediaSchema.parse({ ...media, name: media.code })
}
