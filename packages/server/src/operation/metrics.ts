import type { Credits } from '@pointpay/credit'
import { Hono } from 'hono'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Clock } from '../pointhub/deps.ts'

const DAY_MS = 86_400_000

export interface Metrics {
  routes: Hono
  countReturnAnswer(outcome: string): void
  close(): void
}

/** `GET /metrics` for Prometheus. What is counted per mall is read from the ledger when it is asked for. */
export function createMetrics(credits: Credits, clock: Clock): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const parts = new Gauge({
    name: 'pointpay_credit_parts',
    help: 'Parts that are not done, by state',
    labelNames: ['state'],
    registers,
  })
  const backlog = new Gauge({
    name: 'pointpay_mall_backlog',
    help: 'Parts of a mall that wait',
    labelNames: ['mall'],
    registers,
  })
  const oldest = new Gauge({
    name: 'pointpay_mall_oldest_waiting_seconds',
    help: 'Age of a mall’s oldest waiting part',
    labelNames: ['mall'],
    registers,
  })
  const person = new Gauge({
    name: 'pointpay_mall_needs_person',
    help: 'Parts that only a person can settle',
    labelNames: ['mall'],
    registers,
  })
  const bucket = new Gauge({
    name: 'pointpay_mall_bucket_use_ratio',
    help: 'Share of the call bucket in use',
    labelNames: ['mall'],
    registers,
  })
  const tokenDays = new Gauge({
    name: 'pointpay_mall_token_days_left',
    help: 'Days until the refresh token dies; 0 without consent',
    labelNames: ['mall'],
    registers,
  })
  const answers = new Counter({
    name: 'pointpay_return_answers_total',
    help: 'RETURN URL calls, by what was answered',
    labelNames: ['outcome'],
    registers,
  })
  const latency = new Histogram({
    name: 'pointpay_converted_to_credited_seconds',
    help: 'From the conversion to the 적립금',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3_600],
    registers,
  })

  const stop = credits.onChange(({ creditId, state }) => {
    if (state !== 'credited') return
    void credits.ledger.byId(creditId).then(
      (credit) => {
        const from = credit?.convertedAt ?? credit?.createdAt
        if (credit?.creditedAt && from)
          latency.observe(Math.max(0, credit.creditedAt.getTime() - from.getTime()) / 1000)
      },
      () => {},
    )
  })

  async function collect(): Promise<void> {
    const [counts, malls] = await Promise.all([credits.ledger.counts(), credits.malls.statuses()])
    for (const gauge of [parts, backlog, oldest, person, bucket, tokenDays]) gauge.reset()
    for (const [state, count] of Object.entries(counts)) parts.set({ state }, count)
    for (const status of malls) {
      const mall = status.mallId
      const goodUntil = status.consent.kind === 'consented' ? status.consent.refreshGoodUntil.getTime() : 0
      backlog.set({ mall }, status.backlog)
      oldest.set({ mall }, (status.oldestWaitingMs ?? 0) / 1000)
      person.set({ mall }, status.needsPerson)
      bucket.set({ mall }, status.bucketUse)
      tokenDays.set({ mall }, Math.max(0, goodUntil - clock().getTime()) / DAY_MS)
    }
  }

  const routes = new Hono().get('/metrics', async (c) => {
    await collect()
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
  return { routes, countReturnAnswer: (outcome) => answers.inc({ outcome }), close: stop }
}
