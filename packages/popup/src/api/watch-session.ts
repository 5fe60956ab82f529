import { isSessionOver, sessionViewSchema, type SessionView } from '@pointpay/contracts'
import { readEvents } from './event-stream.ts'
import { apiUrl, readJson, refusal, type Wire } from './request.ts'

export interface SessionWatcher {
  changed(view: SessionView): void
  /** Reads the session by an ordinary call, where no stream gets through. @returns whether the server answered */
  look(): Promise<boolean>
  /** Whether the server can be reached at this moment. */
  reachable(reachable: boolean): void
  /** Ends the watch. */
  signal: AbortSignal
  /** Resolves after the time, when the network is back, or when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>
}

/** Short at first, since most losses are a phone's change of network or a server's restart. */
const RECONNECT_AFTER_MS = [300, 1_000, 2_000, 5_000] as const
/** The first event comes at once; where it does not, something between holds the stream back. */
const FIRST_WORD_MS = 5_000
/** The server sends a heartbeat every 15 s: a line that is silent for two of them is dead, whatever the browser believes. */
const SILENCE_MS = 35_000

/**
 * Follows one session until the signal ends it, nothing more can come of it, or the server refuses for good (another browser's,
 * unknown). Where the server has no place for a stream, the session is read by ordinary calls until it has.
 * `fetch` and not `EventSource`, which can neither ask for a language nor tell a refusal from a lost line.
 */
export async function watchSession(wire: Wire, id: string, watcher: SessionWatcher): Promise<void> {
  const url = apiUrl(wire, `/sessions/${encodeURIComponent(id)}/events`)
  let losses = 0
  while (!watcher.signal.aborted) {
    const outcome = await followOnce(wire, url, watcher, () => {
      losses = 0
    }).catch((): Outcome => ({ kind: 'lost', waitMs: 0 }))
    if (watcher.signal.aborted || outcome.kind === 'ended') return
    watcher.reachable(await watcher.look())
    const waitMs = RECONNECT_AFTER_MS[Math.min(losses, RECONNECT_AFTER_MS.length - 1)] ?? 0
    losses += 1
    await watcher.pause(Math.max(waitMs, outcome.waitMs), watcher.signal)
  }
}

/** `waitMs`: what the server asked for, at least. */
type Outcome = { kind: 'ended' } | { kind: 'lost'; waitMs: number }

async function followOnce(
  wire: Wire,
  url: string,
  watcher: SessionWatcher,
  heard: () => void,
): Promise<Outcome> {
  const line = new AbortController()
  const hangUp = () => line.abort()
  watcher.signal.addEventListener('abort', hangUp)
  let silence = setTimeout(hangUp, FIRST_WORD_MS)
  try {
    const response = await wire.fetch(url, {
      credentials: 'same-origin',
      headers: { accept: 'text/event-stream', 'accept-language': wire.language() },
      signal: line.signal,
    })
    if (!response.ok || !response.body) {
      const failure = refusal(response.status, await readJson(response))
      if (failure.kind !== 'refused' || response.status >= 500) return { kind: 'lost', waitMs: 0 }
      if (response.status !== 429) return { kind: 'ended' }
      return { kind: 'lost', waitMs: Number(failure.details?.['retryAfterS'] ?? 0) * 1_000 }
    }
    const alive = () => {
      watcher.reachable(true)
      clearTimeout(silence)
      silence = setTimeout(hangUp, SILENCE_MS)
    }
    for await (const event of readEvents(response.body, alive)) {
      if (watcher.signal.aborted) break
      const view = event.name === 'session' ? sessionViewSchema.safeParse(parse(event.data)) : undefined
      if (!view?.success) continue
      heard()
      watcher.changed(view.data)
      if (isSessionOver(view.data)) return { kind: 'ended' }
    }
    return { kind: 'lost', waitMs: 0 }
  } finally {
    clearTimeout(silence)
    watcher.signal.removeEventListener('abort', hangUp)
    hangUp()
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
