import { signal, type ReadonlySignal } from '@preact/signals'

/** Whether the browser believes that it has a network. */
export interface Connection {
  readonly online: ReadonlySignal<boolean>
  stop(): void
}

export function createConnection(window: Window): Connection {
  const online = signal(window.navigator.onLine)
  const read = () => {
    online.value = window.navigator.onLine
  }
  window.addEventListener('online', read)
  window.addEventListener('offline', read)
  return {
    online,
    stop() {
      window.removeEventListener('online', read)
      window.removeEventListener('offline', read)
    },
  }
}
