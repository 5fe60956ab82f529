import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { ApiFailure, ApiResult } from '../api/failure.ts'
import type { Connection } from './connection.ts'

export type LoadState<T> =
  | { status: 'loading' }
  | { status: 'failed'; failure: ApiFailure }
  | { status: 'ready'; value: T }

export interface Loaded<T> {
  state: ReadonlySignal<LoadState<T>>
  /** Loads again; what was ready stays visible until the answer is there. */
  reload(): Promise<void>
  /** Takes in what another call, or a stream, brought. */
  replace(value: T): void
}

/**
 * Something read from the server for as long as a screen shows it. Loads at once, again by itself when a lost connection
 * is back, and aborts when the model that made it is disposed.
 */
export function loaded<T>(
  load: (signal: AbortSignal) => Promise<ApiResult<T>>,
  connection: Connection,
): Loaded<T> {
  const state = signal<LoadState<T>>({ status: 'loading' })
  let current = new AbortController()

  async function reload(): Promise<void> {
    current.abort()
    const mine = (current = new AbortController())
    if (state.peek().status === 'failed') state.value = { status: 'loading' }
    const result = await load(mine.signal).catch(() => null)
    if (mine.signal.aborted || result === null) return
    state.value = result.ok
      ? { status: 'ready', value: result.value }
      : { status: 'failed', failure: result.failure }
  }

  effect(() => {
    untracked(() => void reload())
    return () => current.abort()
  })
  effect(() => {
    const before = state.peek()
    const lost = before.status === 'failed' && before.failure.kind === 'no-answer'
    if (connection.online.value && lost) untracked(() => void reload())
  })

  return {
    state,
    reload,
    replace(value) {
      state.value = { status: 'ready', value }
    },
  }
}
