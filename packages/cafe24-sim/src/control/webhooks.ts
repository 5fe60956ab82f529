import { kstWithZone } from '../kst.ts'
import type { App } from '../books/malls.ts'

const events = { removed: 90077, expired: 90078, available: 90079 } as const

/** Tells the app's webhook address what became of it in a mall. A hint: nobody waits for it and a failure is not repeated. */
export function announce(app: App, nowMs: number): void {
  if (!app.webhookUrl) return
  const body = {
    event_no: events[app.state],
    resource: {
      mall_id: app.mallId,
      client_id: app.clientId,
      app_name: 'PointPay',
      ...(app.state === 'removed'
        ? { deleted_date: kstWithZone(nowMs) }
        : { expiration_date: kstWithZone(nowMs) }),
    },
  }
  fetch(app.webhookUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5000),
  }).catch(() => {})
}
