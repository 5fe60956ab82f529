import { signal, type ReadonlySignal } from '@preact/signals'
import { steps, type Step } from './steps.ts'

/** Where in the popup the shopper is, kept in the browser's history: its back button goes a step back, a reload stays. */
export interface Place {
  step: Step
  /** The kind that the amount is entered for. */
  kind: string | null
  /** The failed conversion after which the shopper goes on. */
  after: string | null
  /** Steps behind this one in the history. */
  depth: number
}

export interface Places {
  /** null: the shopper has not gone anywhere yet. */
  current: ReadonlySignal<Place | null>
  /** Goes on to a step. */
  go(to: Partial<Place> & { step: Step }): void
  /** Changes what the present step remembers. */
  replace(to: Partial<Place> & { step: Step }): void
  /** Goes a step back, the way the browser's back button does where it can. */
  back(): void
  stop(): void
}

export function createPlaces(window: Window): Places {
  const current = signal(read(window.history.state))
  const follow = () => {
    current.value = read(window.history.state)
  }
  window.addEventListener('popstate', follow)

  const put = (how: 'pushState' | 'replaceState', place: Place) => {
    window.history[how]({ pointpay: place }, '')
    current.value = place
  }
  const from = (): Place => current.peek() ?? { step: 'identity', kind: null, after: null, depth: 0 }

  return {
    current,
    go: (to) => put('pushState', { ...from(), ...to, depth: from().depth + 1 }),
    replace: (to) => put('replaceState', { ...from(), ...to }),
    back() {
      const { step, depth } = from()
      if (depth > 0) window.history.back()
      else put('replaceState', { ...from(), step: steps[Math.max(0, steps.indexOf(step) - 1)] ?? step })
    },
    stop: () => window.removeEventListener('popstate', follow),
  }
}

function read(state: unknown): Place | null {
  const place = (state as { pointpay?: Place } | null)?.pointpay
  return place && steps.includes(place.step) ? place : null
}
