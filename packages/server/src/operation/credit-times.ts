import { type CreditTables, type Log as CreditLog, ofLiveMalls } from '@pointpay/credit'
import type { Kysely } from 'kysely'
import { Histogram, type Registry } from 'prom-client'

/** One look for all that was credited meanwhile. */
const LOOK_EVERY_MS = 1_000

/**
 * How long shoppers waited. Only the process that credited counts: changes are announced to all processes, and a sum over them
 * would count each credit as often as there are processes.
 */
export function createCreditTimes(registry: Registry, db: Kysely<CreditTables>) {
  const seconds = new Histogram({
    name: 'pointpay_converted_to_credited_seconds',
    help: 'From the conversion to the 적립금, of credits that this process completed',
    buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3_600],
    registers: [registry],
  })
  let credited = new Set<number>()

  async function look(): Promise<void> {
    const ids = [...credited]
    credited = new Set()
    if (ids.length === 0) return
    const rows = await db
      .selectFrom('credit_credits')
      .select(['converted_at', 'created_at', 'credited_at'])
      .where('id', 'in', ids)
      // A credit of several parts is done with the last of them.
      .where('credited_at', 'is not', null)
      .where(ofLiveMalls)
      .execute()
    for (const row of rows) {
      const from = row.converted_at ?? row.created_at
      seconds.observe(Math.max(0, row.credited_at!.getTime() - from.getTime()) / 1_000)
    }
  }

  // A look that fails loses its credits for the histogram, and nothing else.
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS).unref()
  const onCreditEvent: CreditLog = (event, fields) => {
    if (event === 'part.moved' && fields['to'] === 'credited' && fields['direction'] === 'increase')
      credited.add(Number(fields['creditId']))
  }
  return { onCreditEvent, close: () => clearInterval(timer) }
}
