import type { ComponentChildren } from 'preact'
import { formatCount } from '../format/krw.ts'
import { messages } from '../messages.ts'
import type { Pages } from '../models/pages.ts'
import { Failure } from './failure.tsx'
import { Loading } from './loading.tsx'

export interface PagedProps<T> {
  pages: Pages<T>
  empty: ComponentChildren
  children: (items: readonly T[]) => ComponentChildren
}

/** A list that is read page by page, in each of its states. */
export function Paged<T>({ pages, empty, children }: PagedProps<T>) {
  const { items, next } = pages.state.value
  if (items.length === 0) {
    if (next.status === 'loading') return <Loading lines={8} />
    if (next.status === 'failed') return <Failure failure={next.failure} retry={pages.more} />
    if (next.status === 'none') return empty
  }
  return (
    <>
      {children(items)}
      <div class="pager">
        {next.status === 'failed' && <Failure failure={next.failure} retry={pages.more} />}
        {(next.status === 'there' || next.status === 'loading') && (
          <button
            type="button"
            class="button"
            aria-disabled={next.status === 'loading'}
            onClick={() => next.status === 'there' && void pages.more()}
          >
            {next.status === 'loading' ? messages.moreLoading : messages.more}
          </button>
        )}
        {next.status === 'none' && (
          <p role="status" class="pager__end">
            {messages.allShown(formatCount(items.length))}
          </p>
        )}
      </div>
    </>
  )
}
