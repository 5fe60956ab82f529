import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { ApiFailure, ApiResult } from '../api/failure.ts'
import type { Connection } from './connection.ts'

export interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** Rows so far, and what becomes of the page after them. */
export interface PagesState<T> {
  items: readonly T[]
  next:
    | { status: 'loading' }
    | { status: 'failed'; failure: ApiFailure }
    | { status: 'there' }
    | { status: 'none' }
}

export interface Pages<T> {
  state: ReadonlySignal<PagesState<T>>
  more(): Promise<void>
  reload(): Promise<void>
  /** Leaves out a row that is settled; where none is left of those that were loaded, the next page is. */
  drop(row: T): void
}

/** A keyset-paged list: each page is asked for with the cursor that the one before it gave. */
export function pages<T>(
  loadPage: (cursor: string | undefined, signal: AbortSignal) => Promise<ApiResult<Page<T>>>,
  connection: Connection,
): Pages<T> {
  const state = signal<PagesState<T>>({ items: [], next: { status: 'loading' } })
  let cursor: string | undefined
  let current = new AbortController()

  async function load(items: readonly T[]): Promise<void> {
    current.abort()
    const mine = (current = new AbortController())
    state.value = { items, next: { status: 'loading' } }
    const result = await loadPage(cursor, mine.signal).catch(() => null)
    if (mine.signal.aborted || result === null) return
    if (!result.ok) {
      state.value = { items, next: { status: 'failed', failure: result.failure } }
      return
    }
    cursor = result.value.nextCursor ?? undefined
    state.value = {
      items: [...items, ...result.value.items],
      next: { status: result.value.nextCursor === null ? 'none' : 'there' },
    }
  }

  const more = () => load(state.peek().items)
  effect(() => {
    untracked(() => void more())
    return () => current.abort()
  })
  effect(() => {
    const { next } = state.peek()
    const lost = next.status === 'failed' && next.failure.kind === 'no-answer'
    if (connection.online.value && lost) untracked(() => void more())
  })

  return {
    state,
    more,
    reload() {
      cursor = undefined
      return load([])
    },
    drop(row) {
      const { items, next } = state.peek()
      state.value = { items: items.filter((each) => each !== row), next }
      if (state.peek().items.length === 0 && next.status === 'there') void more()
    },
  }
}
