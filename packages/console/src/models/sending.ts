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
  /** What the server said of one of these fields, to stand at that field; the failure itself is then forgotten. */
  takeFieldError<Field extends string>(fields: readonly Field[]): { [Each in Field]?: string }
}

/** One changing call at a time, with its failure kept for the person to read. */
export function sending(): Sending {
  const state = signal<SendState>({ status: 'idle' })
  const reset = () => {
    state.value = { status: 'idle' }
  }
  return {
    state,
    async run(call) {
      if (state.peek().status === 'sending') return null
      state.value = { status: 'sending' }
      const result = await call()
      state.value = result.ok ? { status: 'idle' } : { status: 'failed', failure: result.failure }
      return result.ok ? { value: result.value } : null
    },
    reset,
    takeFieldError<Field extends string>(fields: readonly Field[]) {
      const now = state.peek()
      const failure = now.status === 'failed' && now.failure.kind === 'refused' ? now.failure : null
      const field = fields.find((each) => each === failure?.field)
      const said: { [Each in Field]?: string } = {}
      if (!failure || field === undefined) return said
      said[field] = failure.message
      reset()
      return said
    },
  }
}
