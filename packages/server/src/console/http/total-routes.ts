import { mediaCodeSchema } from '@pointpay/contracts'
import { Hono } from 'hono'
import * as z from 'zod/mini'
import type { AuditTrail } from '../audit/audit-trail.ts'
import type { ConsoleOptions } from '../deps.ts'
import { daysBetween } from '../kst-day.ts'
import { ConsoleRefusal } from '../refusal.ts'
import { dailyTotals } from '../totals/daily-totals.ts'
import { settlementCsv } from '../totals/settlement-csv.ts'
import { type ConsoleContext, type ConsoleEnv } from './api.ts'
import { readQuery } from './request.ts'
import { visibleMedia } from './visible-media.ts'

/** A quarter (contracts, console-api.ts). */
const DAYS_MAX = 92

/** KST days, both included. */
export const spanSchema = z.object({
  mediaCode: z.optional(mediaCodeSchema),
  from: z.iso.date(),
  to: z.iso.date(),
})

interface TotalRouteDeps extends Pick<ConsoleOptions, 'db' | 'media'> {
  audit: AuditTrail
}

export function totalRoutes({ db, media, audit }: TotalRouteDeps) {
  async function asked(c: ConsoleContext) {
    const { mediaCode, from, to } = readQuery(c, spanSchema)
    const days = daysBetween(from, to).length
    if (days === 0 || days > DAYS_MAX)
      throw new ConsoleRefusal('invalid_request', {
        field: 'to',
        message: `기간은 시작일부터 ${DAYS_MAX}일까지 고를 수 있습니다. 날짜를 고쳐 주세요.`,
      })
    return { mediaCode, from, to, among: await visibleMedia(media, c, mediaCode) }
  }

  return new Hono<ConsoleEnv>()
    .get('/totals', async (c) => {
      const { among, from, to } = await asked(c)
      return c.json({ items: await dailyTotals(db, among, from, to) })
    })
    .get('/settlement.csv', async (c) => {
      const { mediaCode, among, from, to } = await asked(c)
      await audit.record({
        by: c.get('me').login,
        action: 'settlement.export',
        mediaCode: mediaCode ?? null,
        subject: `${from} – ${to}`,
        outcome: 'done',
      })
      c.header('Content-Type', 'text/csv; charset=utf-8')
      c.header('Content-Disposition', `attachment; filename="settlement-${from}-${to}.csv"`)
      return c.body(streamOf(settlementCsv(db, among, from, to)))
    })
}

function streamOf(chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await chunks.return(undefined)
    },
  })
}
