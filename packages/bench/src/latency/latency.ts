import { newMediaSchema, type NewMedia } from '@pointpay/contracts'
import { readSettings, startService } from '@pointpay/server'
import { freePort } from '@pointpay/testkit/free-port'
import { startPostgres } from '@pointpay/testkit/postgres'
import { consentAsOwner } from '../../../../scripts/consent.ts'
import { ShopperApi } from '../../../../scripts/shopper-api.ts'
import { startSimulatedCafe24 } from '../chaos/simulated-cafe24.ts'
import type { BenchReport } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { demoSettings } from '../service/demo-settings.ts'
import { sizeOfTables } from '../stores/size-of-tables.ts'

const MALLS = 6
/** Of one mall, so that its bucket stays free. */
const CONVERSIONS = 30
const CAFE24_LATENCY_MS = 100
const P50_GOAL_MS = 500
const P99_GOAL_MS = 2_000
/** PointPay's solution-merchant guide: "about 1 minute later". */
const GUIDE_MS = 60_000
const DEADLINE_MS = 30_000

/** Issue 7, part 5: from the press of 전환하기 to the 적립금, as the popup sees it. */
export async function benchLatency(): Promise<BenchReport> {
  const [postgres, cafe24] = await Promise.all([startPostgres({ durable: true }), startSimulatedCafe24()])
  const port = await freePort()
  const service = await startService(
    readSettings({
      ...demoSettings,
      DATABASE_URL: postgres.databaseUrl,
      POINTPAY_PORT: String(port),
      CAFE24_ORIGIN: `${cafe24.origin}/{mall_id}`,
      POINTPAY_PARTNERS: 'sandbox',
      POINTPAY_IDENTITY: 'sandbox',
    }),
  )
  try {
    for (let mall = 1; mall <= MALLS; mall += 1) {
      await cafe24.addMall(`mall${mall}`, ['member1'], `${service.origin}/solution/result`)
      await service.setUp.add(mediaOf(`mall${mall}`))
      await consentAsOwner(service.origin, `mall${mall}`)
    }
    await cafe24.setLatency(CAFE24_LATENCY_MS)
    const size = () => sizeOfTables(postgres.databaseUrl, ['pointhub_', 'sandbox_'])
    const emptyBytes = await size()
    const times = (
      await Promise.all(
        Array.from({ length: MALLS }, (_, index) => convertAll(service.origin, `mall${index + 1}`)),
      )
    ).flat()
    const bytes = (await size()) - emptyBytes
    const p50 = percentile(times, 50)
    const p99 = percentile(times, 99)
    return {
      bench: 'latency',
      method: `${times.length} conversions over ${MALLS} malls, from 전환하기 to 적립 완료 on the popup’s event stream; PostgreSQL, Cafe24 simulated at ${CAFE24_LATENCY_MS} ms.`,
      figures: [
        {
          name: 'p50',
          subject: 'PointPay',
          value: p50,
          unit: 'ms',
          goal: { text: `≤ ${P50_GOAL_MS} ms`, met: p50 <= P50_GOAL_MS },
        },
        {
          name: 'p99',
          subject: 'PointPay',
          value: p99,
          unit: 'ms',
          goal: { text: `≤ ${P99_GOAL_MS} ms`, met: p99 <= P99_GOAL_MS },
        },
        {
          name: 'a conversion in PostgreSQL',
          subject: 'without its credit',
          value: bytes / times.length,
          unit: 'B',
        },
        { name: 'as the guide has it', subject: 'today', value: GUIDE_MS, unit: 'ms' },
      ],
    }
  } finally {
    await service.close()
    await Promise.all([postgres.stop(), cafe24.close()])
  }
}

function mediaOf(mallId: string): NewMedia {
  return newMediaSchema.parse({
    code: mallId,
    name: mallId,
    integration: { kind: 'cafe24', mallId, clientId: 'chaos', clientSecret: 'chaos-secret' },
  })
}

async function convertAll(origin: string, aCode: string): Promise<number[]> {
  const times: number[] = []
  for (let each = 0; each < CONVERSIONS; each += 1) {
    const shopper = await ShopperApi.open(origin, { aCode, userId: 'member1' })
    await shopper.identify(`010${Math.floor(10_000_000 + Math.random() * 89_999_999)}`)
    const startedMs = performance.now()
    await shopper.convert('KT', 1_000)
    await shopper.untilCredited(DEADLINE_MS)
    times.push(performance.now() - startedMs)
  }
  return times
}
