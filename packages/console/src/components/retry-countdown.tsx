import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { AppContext } from '../app-context.ts'
import type { ApiFailure } from '../api/failure.ts'
import { formatSeconds } from '../format/duration.ts'
import { messages } from '../messages.ts'

export type Clock = Pick<AppContext, 'now' | 'sleep'>

/** How long until the server takes another try, counted down. Nothing where it did not say. */
export function RetryCountdown({ failure, clock }: { failure: ApiFailure; clock: Clock }) {
  const seconds = failure.kind === 'refused' ? failure.details?.['retryAfterS'] : undefined
  if (typeof seconds !== 'number') return null
  return <Countdown key={failure} seconds={seconds} clock={clock} />
}

function Countdown({ seconds, clock }: { seconds: number; clock: Clock }) {
  const endsAtMs = useRef(clock.now() + seconds * 1_000).current
  const left = useSignal(seconds)
  useEffect(() => {
    const leaving = new AbortController()
    const look = () => (left.value = Math.max(0, Math.ceil((endsAtMs - clock.now()) / 1_000)))
    async function countDown() {
      while (!leaving.signal.aborted && look() > 0) await clock.sleep(1_000, leaving.signal)
    }
    void countDown()
    return () => leaving.abort()
  }, [])
  return (
    // A timer is not read out at each change.
    <p role="timer" class="number">
      {left.value > 0 ? messages.failure.retryIn(formatSeconds(left.value)) : messages.failure.retryNow}
    </p>
  )
}
