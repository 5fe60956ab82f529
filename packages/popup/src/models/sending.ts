import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { ApiFailure, ApiResult } from '../api/failure.ts'
import type { Connection } from './connection.ts'

export interface Sending {
  busy: ReadonlySignal<boolean>
  /** Why the last call brought nothing. */
  failure: ReadonlySignal<ApiFailure | null>
  /** Runs a call unless one is under way; resolves to its value, or null where there is none. */
  run<T>(call: () => Promise<ApiResult<T>>): Promise<{ value: T } | null>
  /** Forgets the failure. */
  reset(): void
}

/**
 * One call at a time, with its failure kept for the shopper to read.
 * @param again what a shopper would press once the network is back; pressed for them where the last call had no answer
 */
export function createSending(connection: Connection, again: () => unknown): Sending {
  const busy = signal(false)
  const failure = signal<ApiFailure | null>(null)
  effect(() => {
    if (connection.reachable.value && failure.peek()?.kind === 'no-answer') untracked(() => void again())
  })
  return {
    busy,
    failure,
    async run(call) {
      if (busy.peek()) return null
      busy.value = true
      const result = await call()
      failure.value = result.ok ? null : result.failure
      busy.value = false
      return result.ok ? { value: result.value } : null
    },
    reset() {
      failure.value = null
    },
  }
}
