import { conversionDetailSchema, type ConversionDetail } from '@pointpay/contracts'
import { readEvents } from './event-stream.ts'
import { apiUrl, readJson, refusal, type Wire } from './request.ts'

export interface ConversionWatcher {
  changed(detail: ConversionDetail): void
  /** Whether changes arrive at this moment. */
  connected(live: boolean): void
  /** Ends the watch. */
  signal: AbortSignal
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Short at first, since most losses are a server's restart; then slow enough that a thousand open tabs are no load. */
const RECONNECT_AFTER_MS = [500, 1_000, 2_000, 5_000, 10_000] as const

/**
 * Follows one conversion until the signal ends it or the server refuses for good (logged out, not found).
 * `fetch` and not `EventSource`: that hides the status, so a lost session would be retried for ever
 * (docs/decisions/console-events-by-fetch.md).
 */
export async function watchConversion(wire: Wire, path: string, watcher: ConversionWatcher): Promise<void> {
  let losses = 0
  while (!watcher.signal.aborted) {
    const outcome = await readOnce(wire, path, watcher, () => {
      losses = 0
    }).catch(() => 'lost' as const)
    if (watcher.signal.aborted || outcome === 'refused') return
    watcher.connected(false)
    const waitMs = RECONNECT_AFTER_MS[Math.min(losses, RECONNECT_AFTER_MS.length - 1)] ?? 0
    losses += 1
    await watcher.sleep(waitMs, watcher.signal)
  }
}

async function readOnce(
  wire: Wire,
  path: string,
  watcher: ConversionWatcher,
  heard: () => void,
): Promise<'lost' | 'refused'> {
  const response = await wire.fetch(apiUrl(wire.origin, path), {
    credentials: 'same-origin',
    headers: { accept: 'text/event-stream' },
    signal: watcher.signal,
  })
  if (!response.ok || !response.body) {
    const failure = refusal(wire, response.status, await readJson(response), false)
    return failure.kind === 'refused' && response.status < 500 && response.status !== 429 ? 'refused' : 'lost'
  }
  watcher.connected(true)
  for await (const event of readEvents(response.body)) {
    if (watcher.signal.aborted) break
    const detail =
      event.name === 'conversion' ? conversionDetailSchema.safeParse(parse(event.data)) : undefined
    if (!detail?.success) continue
    heard()
    watcher.changed(detail.data)
  }
  return 'lost'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
