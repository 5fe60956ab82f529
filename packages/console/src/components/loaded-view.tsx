import type { ComponentChildren } from 'preact'
import type { LoadState } from '../models/loaded.ts'
import { Failure } from './failure.tsx'
import { Loading } from './loading.tsx'

export interface LoadedViewProps<T> {
  state: LoadState<T>
  reload(): Promise<void>
  lines?: number
  loadingText?: string
  children: (value: T) => ComponentChildren
}

/** Something read from the server, in each of its states. */
export function LoadedView<T>({ state, reload, lines, loadingText, children }: LoadedViewProps<T>) {
  if (state.status === 'loading')
    return (
      <Loading {...(lines === undefined ? {} : { lines })} {...(loadingText ? { text: loadingText } : {})} />
    )
  if (state.status === 'failed') return <Failure failure={state.failure} retry={() => void reload()} />
  return children(state.value)
}
