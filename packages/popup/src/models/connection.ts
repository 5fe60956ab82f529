import { computed, signal, type ReadonlySignal } from '@preact/signals'

/** A server that answers again within this time is nothing to alarm a shopper with: a phone changes its network all day. */
const ALARM_AFTER_MS = 2_500

/** Whether the server can be reached, from what the browser believes and from how the event stream fares. */
export interface Connection {
  readonly reachable: ReadonlySignal<boolean>
  /** Whether the server answered just now. */
  answered(answered: boolean): void
  /** Resolves after the time, earlier where the network comes back or the page is looked at again, or on abort. */
  pause(ms: number, abort?: AbortSignal): Promise<void>
  stop(): void
}

export function createConnection(window: Window): Connection {
  const online = signal(window.navigator.onLine)
  const silent = signal(false)
  let alarm: ReturnType<typeof setTimeout> | undefined
  const read = () => {
    online.value = window.navigator.onLine
  }
  window.addEventListener('online', read)
  window.addEventListener('offline', read)

  return {
    reachable: computed(() => online.value && !silent.value),
    answered(answered) {
      if (answered) {
        clearTimeout(alarm)
        alarm = undefined
        silent.value = false
      } else
        alarm ??= setTimeout(() => {
          silent.value = true
        }, ALARM_AFTER_MS)
    },
    pause: (ms, abort) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          window.removeEventListener('online', end)
          window.document.removeEventListener('visibilitychange', end)
          abort?.removeEventListener('abort', end)
          resolve()
        }
        const timer = setTimeout(end, ms)
        window.addEventListener('online', end)
        window.document.addEventListener('visibilitychange', end)
        abort?.addEventListener('abort', end)
        if (abort?.aborted) end()
      }),
    stop() {
      clearTimeout(alarm)
      window.removeEventListener('online', read)
      window.removeEventListener('offline', read)
    },
  }
}
