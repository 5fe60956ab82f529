import type { Credits, CreditTables, Log as CreditLog } from '@pointpay/credit'
import { type Context, Hono } from 'hono'
import type { Kysely } from 'kysely'
import { Counter, Histogram, Registry } from 'prom-client'
import { parseAddress } from '../http/parse-address.ts'
import type { AnsweredRequest } from '../http/request-log.ts'
import { isPrivateAddress } from '../kernel/network-address.ts'
import type { Clock } from '../pointhub/deps.ts'
import { createCreditTimes } from './credit-times.ts'
import { createLedgerGauges } from './ledger-gauges.ts'

export interface Metrics {
  routes: Hono
  countReturnAnswer(outcome: string): void
  countUnusual(kind: string): void
  countRequest(answered: AnsweredRequest): void
  /** Hears what the ledger did in this process. */
  onCreditEvent: CreditLog
  close(): void
}

interface MetricsDeps {
  db: Kysely<CreditTables>
  /** The ledger is there later than those who tell what it did. */
  credits: () => Credits
  clientAddress: (context: Context) => string
  clock: Clock
}

/** `GET /metrics` for Prometheus. It names malls and sums, so it answers private networks alone. */
export function createMetrics({ db, credits, clientAddress, clock }: MetricsDeps): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const answers = new Counter({
    name: 'pointpay_return_answers_total',
    help: 'RETURN URL calls that this process answered, by the answer',
    labelNames: ['outcome'],
    registers,
  })
  const unusual = new Counter({
    name: 'pointpay_return_unusual_total',
    help: 'What this process found unusual about RETURN URL calls, by kind',
    labelNames: ['kind'],
    registers,
  })
  const requests = new Histogram({
    name: 'pointpay_http_request_seconds',
    help: 'Requests that this process answered, until the answer began',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const gauges = createLedgerGauges(registry, clock)
  const times = createCreditTimes(registry, db)

  const routes = new Hono().get('/metrics', async (c) => {
    // Behind an untrusted proxy every caller looks private, so check X-Forwarded-For as well.
    const named = c.req.header('x-forwarded-for')?.split(',') ?? []
    if (![clientAddress(c), ...named].every(isPrivate)) return c.json({ error: { code: 'forbidden' } }, 403)
    const { ledger, malls, recovery } = credits()
    gauges.show(await ledger.counts(), await malls.statuses(), await recovery.standing())
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })
  return {
    routes,
    countReturnAnswer: (outcome) => answers.inc({ outcome }),
    countUnusual: (kind) => unusual.inc({ kind }),
    countRequest: ({ method, route, status, ms }) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1_000),
    onCreditEvent: times.onCreditEvent,
    close: times.close,
  }
}

/** What is no address is nobody's, so it is not private. */
function isPrivate(written: string): boolean {
  const address = parseAddress(written)
  return address !== null && isPrivateAddress(address)
}
