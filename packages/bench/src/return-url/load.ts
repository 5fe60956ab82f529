import autocannon from 'autocannon'
import { formatRegisteredAt } from '@pointpay/contracts'

export interface LoadFigures {
  /** Answers a second. */
  rate: number
  p50Ms: number
  p99Ms: number
  /** Answers that were not `201`. */
  refused: number
}

let sequence = 0

/** Posts RETURN URL forms, each with a transaction number of its own, for some seconds. */
export async function loadReturnUrl(options: {
  returnUrl: string
  mediaCode: string
  connections: number
  seconds: number
  /** Forms a second over all connections; left out: as many as go. */
  overallRate?: number
}): Promise<LoadFigures> {
  let refused = 0
  const result = await autocannon({
    url: options.returnUrl,
    connections: options.connections,
    duration: options.seconds,
    ...(options.overallRate && { overallRate: options.overallRate }),
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        setupRequest: (request) => ({ ...request, body: form(options.mediaCode) }),
        onResponse: (_status, body) => {
          if (body !== '201') refused += 1
        },
      },
    ],
  })
  return {
    rate: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    refused: refused + result.errors,
  }
}

function form(mediaCode: string): string {
  sequence += 1
  return new URLSearchParams({
    rw_pay_type: 'KT',
    rw_user_id: `member${sequence % 1000}`,
    rw_price: '1000',
    rw_reg_datetime: formatRegisteredAt(new Date()),
    rw_a_code: mediaCode,
    rw_orderno: `ME${process.pid}${Date.now()}${sequence}`,
    utc_code: 'ETC',
  }).toString()
}
