import { mediaCodeSchema } from '@pointpay/contracts'
import { createModel } from '@preact/signals'
import type { TotalsQuery } from '../api/client.ts'
import type { AppContext } from '../app-context.ts'
import { daysIn, kstDay } from '../format/kst.ts'
import { messages } from '../messages.ts'
import { loaded } from './loaded.ts'

/** What one look may span (contracts, `GET /totals`). */
const MAX_DAYS = 92
const DEFAULT_DAYS = 30

export interface SettlementSearch {
  mediaCode: string
  from: string
  to: string
}

/** The span that the address holds; left out, the last 30 days. */
export function settlementSearchOf(params: URLSearchParams, nowMs: number): SettlementSearch {
  return {
    mediaCode: params.get('mediaCode') ?? '',
    from: params.get('from') ?? kstDay(nowMs, 1 - DEFAULT_DAYS),
    to: params.get('to') ?? kstDay(nowMs),
  }
}

/** What is wrong with a span, in the person's words; null: nothing. */
export function settlementError({ from, to }: SettlementSearch): string | null {
  const days = daysIn(from, to)
  if (!(days > 0)) return messages.settlement.wrongRange
  return days > MAX_DAYS ? messages.settlement.tooLong : null
}

export function totalsQueryOf({ mediaCode, from, to }: SettlementSearch): TotalsQuery {
  const parsed = mediaCodeSchema.safeParse(mediaCode)
  return { from, to, ...(parsed.success ? { mediaCode: parsed.data } : {}) }
}

/** The days' totals of a span. */
export const SettlementModel = createModel(({ api, connection }: AppContext, search: SettlementSearch) =>
  loaded((signal) => api.totals(totalsQueryOf(search), signal), connection),
)
