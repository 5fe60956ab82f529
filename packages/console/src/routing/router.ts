import { signal, type ReadonlySignal } from '@preact/signals'

export interface Router {
  /** Where the person is: path and search. */
  readonly address: ReadonlySignal<URL>
  /** True once the person has moved inside the console: from then on a new screen takes the focus. */
  readonly moved: ReadonlySignal<boolean>
  go(href: string): void
  /** Like `go`, but the step back leads past the present address. */
  replace(href: string): void
  stop(): void
}

/** Addresses through the browser's own history, so that back, reload and bookmarks work. */
export function createRouter(window: Window): Router {
  const here = () => new URL(window.location.href)
  const address = signal(here())
  const moved = signal(false)
  const read = () => {
    moved.value = true
    address.value = here()
  }
  window.addEventListener('popstate', read)
  return {
    address,
    moved,
    go(href) {
      window.history.pushState(null, '', href)
      read()
      window.scrollTo(0, 0)
    },
    replace(href) {
      window.history.replaceState(null, '', href)
      address.value = here()
    },
    stop: () => window.removeEventListener('popstate', read),
  }
}
