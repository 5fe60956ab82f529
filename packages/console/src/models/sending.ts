import { signal, type ReadonlySignal } from '@preact/signals'
import type { ApiFailure, ApiResult } from '../api/failure.ts'

export type SendState = { status: 'idle' } | { status: 'sending' } | { status: 'failed'; failure: ApiFailure }

/** What is said of a deed that was done; a new object each time, for the same words twice are two deeds. */
export interface Done {
  words: string
}

export interface Sending {
  state: ReadonlySignal<SendState>
  /** Runs a changing call unless one is under way; resolves to its value, or null where there is none. */
  run<T>(call: () => Promise<ApiResult<T>>): Promise<{ value: T } | null>
  reset(): void
}

/** One changing call at a time, with its failure kept for the person to read. */
export function sending(): Sending {
  const state = signal<SendState>({ status: 'idle' })
  return {
    state,
    async run(call) {
      if (state.peek().status === 'sending') return null
      state.value = { status: 'sending' }
      const result = await call()
      state.value = result.ok ? { status: 'idle' } : { status: 'failed', failure: result.failure }
      return result.ok ? { value: result.value } : null
    },
    reset() {
      state.value = { status: 'idle' }
    },
  }
}
