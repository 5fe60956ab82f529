import { isSessionOver } from '@pointpay/contracts'
import type { SSEStreamingApi } from 'hono/streaming'
import type { SessionChanges, Watcher } from '../changes.ts'
import type { Log, PointhubDb } from '../deps.ts'
import type { Language } from '../messages.ts'
import type { SessionViews } from '../session/session-view.ts'
import type { SessionRow } from '../tables.ts'

/** Proxies commonly cut a silent connection after 30 to 60 s; it is also how soon `delayed` and expiry are noticed. */
const HEARTBEAT_MS = 15_000
/** What EventSource waits before it connects again. */
const RECONNECT_MS = 1_000

interface FollowDeps {
  db: PointhubDb
  changes: SessionChanges
  views: SessionViews
  heartbeatMs?: number | undefined
  log: Log
}

/**
 * Sends the session's view at once and at each change, until nothing more can come of the session, or the browser or the
 * service goes.
 */
export async function followSession(
  stream: SSEStreamingApi,
  session: SessionRow,
  language: Language,
  { db, changes, views, heartbeatMs, log }: FollowDeps,
): Promise<void> {
  const gone = new AbortController()
  let changed = true
  let wake: (() => void) | null = null
  const watcher: Watcher = {
    sessionId: session.id,
    transactionNumber: null,
    changed() {
      changed = true
      wake?.()
    },
    closed() {
      gone.abort()
      wake?.()
    },
  }
  stream.onAbort(() => watcher.closed())
  let unwatch: (() => void) | null = null
  let sent = ''
  try {
    unwatch = await changes.watch(watcher)
    await stream.write(`retry: ${RECONNECT_MS}\n\n`)
    while (!gone.signal.aborted) {
      changed = false
      const row = await reload(db, session)
      if (!row) return
      const view = await views.view(row, language)
      const number = view.conversion?.transactionNumber ?? null
      // A credit may have changed before anyone listened for it by its number: look once more.
      if (number !== watcher.transactionNumber) changed = true
      watcher.transactionNumber = number
      const data = JSON.stringify(view)
      if (data === sent) await stream.write(':\n\n')
      else await stream.writeSSE({ event: 'session', data })
      sent = data
      if (isSessionOver(view)) return
      if (!changed && !gone.signal.aborted)
        await pause(heartbeatMs ?? HEARTBEAT_MS, (resolve) => (wake = resolve))
    }
  } catch (error) {
    log.warn({ err: error }, 'session.stream_failed')
  } finally {
    unwatch?.()
  }
}

async function pause(ms: number, onWake: (resolve: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    onWake(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** undefined: it was deleted. */
function reload(db: PointhubDb, session: SessionRow): Promise<SessionRow | undefined> {
  return db.selectFrom('pointhub_session').selectAll().where('id', '=', session.id).executeTakeFirst()
}
