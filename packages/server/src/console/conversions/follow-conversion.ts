import type { ConversionDetail } from '@pointpay/contracts'
import type { SSEStreamingApi } from 'hono/streaming'
import type { SessionChanges, Watcher } from '../../pointhub/changes.ts'
import type { Log } from '../../pointhub/deps.ts'

/** Proxies commonly cut a silent connection after 30 to 60 s; it is also how soon a moved postback is noticed. */
const HEARTBEAT_MS = 15_000

interface FollowDeps {
  changes: SessionChanges
  /** The pointhub session behind the transaction, whose changes are announced; null: none of ours. */
  sessionId: string | null
  transactionNumber: string
  /** Read anew for each event; null: it may no longer be seen, and the stream ends. */
  read(): Promise<ConversionDetail | null>
  heartbeatMs?: number | undefined
  log: Log
}

/** Sends the detail at once and at each change, until the browser or the service goes. */
export async function followConversion(
  stream: SSEStreamingApi,
  { changes, sessionId, transactionNumber, read, heartbeatMs, log }: FollowDeps,
): Promise<void> {
  const gone = new AbortController()
  let changed = true
  let wake: (() => void) | null = null
  const watcher: Watcher = {
    sessionId: sessionId ?? '',
    transactionNumber,
    changed() {
      changed = true
      wake?.()
    },
    closed() {
      gone.abort()
      wake?.()
    },
  }
  // Before the wait: a browser that goes meanwhile would be followed until its login ends.
  stream.onAbort(() => watcher.closed())
  const unwatch = await changes.watch(watcher)
  let sent = ''
  try {
    while (!gone.signal.aborted) {
      changed = false
      const detail = await read()
      if (!detail) return
      const data = JSON.stringify(detail)
      if (data === sent) await stream.write(':\n\n')
      else await stream.writeSSE({ event: 'conversion', data })
      sent = data
      if (!changed && !gone.signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, heartbeatMs ?? HEARTBEAT_MS)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
    }
  } catch (error) {
    log.warn({ err: error }, 'console.stream_failed')
  } finally {
    unwatch()
  }
}
